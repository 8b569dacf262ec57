package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZshCompletionTest {

    /** A key prints what stands on the line: the terminal itself shows only what changes on it. */
    private static final String SETTINGS =
            """
            fpath=($ZDOTDIR $fpath)
            autoload -Uz compinit && compinit -u -D
            zstyle ':completion:*' insert-tab false
            show-buffer() { print -r -- "<$BUFFER>"; BUFFER= }
            zle -N show-buffer
            bindkey '^Xd' show-buffer
            PROMPT=
            """;

    private static final String TYPE =
            """
            zmodload zsh/zpty
            zpty shell "exec zsh -d -i"
            for typed in "$@"; do
                zpty -w -n shell "$typed"$'\\t\\x18d'
                out=
                while zpty -r shell part; do
                    out+=$part
                    [[ $out == *'<'*'>'* ]] && break
                done
                print -r -- "${${out##*<}%%>*}"
            done
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void scriptKnowsEveryCommandAndItsOptions() {
        assertThat(CompletionCommandTest.completion("zsh"))
                .startsWith("#compdef cdc-vault\n")
                .contains("commands+=('verify:Compare the source with the vault")
                .contains("_cdc-vault-verify() {", "'(--digest)--digest[Compare nothing;")
                .contains("_cdc-vault-dead-letters-retry() {", "'1:STAGE:(capture load)'")
                .contains("'(--watch)--watch=-[");
    }

    /** Where zsh is installed: there the script is loaded by compinit, as users load it. */
    @Test
    void installedZshCompletesCommandsOptionsAndValues() throws IOException {
        for (Path zsh : installed()) {
            Files.writeString(folder.resolve("_cdc-vault"), CompletionCommandTest.completion("zsh"));
            Files.writeString(folder.resolve(".zshrc"), SETTINGS);

            assertThat(typed(
                            zsh,
                            "cdc-vault ver",
                            "cdc-vault dead-letters ret",
                            "cdc-vault verify --dig",
                            "cdc-vault dead-letters retry --al",
                            "cdc-vault pause cap",
                            "cdc-vault status --wat"))
                    .containsExactly(
                            "cdc-vault verify ",
                            "cdc-vault dead-letters retry ",
                            "cdc-vault verify --digest ",
                            "cdc-vault dead-letters retry --all ",
                            "cdc-vault pause capture ",
                            "cdc-vault status --watch=");
        }
    }

    private List<String> typed(Path zsh, String... lines) throws IOException {
        ProcessBuilder typist = new ProcessBuilder(zsh.toString(), "-f", "-c", TYPE, "zsh");
        typist.command().addAll(List.of(lines));
        typist.environment().put("ZDOTDIR", folder.toString());
        typist.environment().put("TERM", "xterm");
        try (InputStream printed = typist.redirectErrorStream(true).start().getInputStream()) {
            return new String(printed.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static List<Path> installed() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(directory -> Path.of(directory, "zsh"))
                .filter(Files::isExecutable)
                .limit(1)
                .toList();
    }
}
