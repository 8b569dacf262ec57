package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whatever is typed is done or refused as wrong usage. {@code -Dcdcvault.fuzz=…} tries more. */
final class CommandLineFuzzTest {

    private static final int CASES = Integer.getInteger("cdcvault.fuzz", 400);
    private static final List<String> VALUES = List.of(
            "",
            "-",
            "--",
            "-1",
            "0",
            "1e9",
            "99999999999999999999",
            "x",
            "é",
            "\u0000",
            "=",
            "a=b",
            "=b",
            "load.batch-rows=x",
            "nope=1",
            "public.t",
            "\"a\".b",
            "..",
            "*",
            "@nofile",
            "10s",
            "-5m",
            "2020-01-01",
            "show",
            "list",
            "all",
            "--help",
            "x".repeat(5000));

    @Test
    void everyLineIsDoneOrRefusedAsWrongUsage() {
        List<String> words = words(new CommandLine(new RootCommand()), new ArrayList<>());
        List<String> commands =
                List.copyOf(new CommandLine(new RootCommand()).getSubcommands().keySet());
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<String> line = new ArrayList<>(List.of(commands.get(random.nextInt(commands.size()))));
            for (int more = random.nextInt(6); more > 0; more--) {
                line.add(random.nextInt(3) == 0 ? any(VALUES, random) : any(words, random));
            }
            // Nothing may be done for real: there is no configuration to do it with.
            line.addAll(random.nextInt(line.size()) + 1, List.of("--config", "/nowhere/cdc-vault.yaml"));
            StringWriter said = new StringWriter();
            int code = Main.commandLine()
                    .setOut(new PrintWriter(said))
                    .setErr(new PrintWriter(said))
                    .execute(line.toArray(String[]::new));
            assertThat(code).as("Seed %s: %s%n%s", seed, line, said).isIn(0, 2);
        }
    }

    private static String any(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /** Names of options and of commands below commands. */
    private static List<String> words(CommandLine command, List<String> words) {
        command.getCommandSpec().optionsMap().keySet().forEach(words::add);
        command.getSubcommands().forEach((name, below) -> {
            words.add(name);
            words(below, words);
        });
        return words;
    }
}
