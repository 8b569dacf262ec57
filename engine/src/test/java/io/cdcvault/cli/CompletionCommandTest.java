package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class CompletionCommandTest {

    @Test
    void bashScriptKnowsEveryCommandAndItsOptions() {
        assertThat(completion("bash"))
                .contains("complete -F", "dead-letters", "--digest", "resume", "doctor", "--problems", "setup");
    }

    @Test
    void fishScriptKnowsEveryCommandAndItsOptions() {
        assertThat(completion("fish"))
                .contains("complete -c cdc-vault -n __fish_use_subcommand -a verify -d '")
                .contains("complete -c cdc-vault -n '__fish_seen_subcommand_from verify' -l digest")
                .contains("complete -c cdc-vault -n '__fish_seen_subcommand_from setup' -l print")
                .contains("complete -c cdc-vault -n '__fish_seen_subcommand_from dead-letters' -a retry");
    }

    static String completion(String shell) {
        StringWriter out = new StringWriter();
        CommandLine root = Main.commandLine().setOut(new PrintWriter(out));
        assertThat(root.execute("completion", shell)).isZero();
        return out.toString();
    }
}
