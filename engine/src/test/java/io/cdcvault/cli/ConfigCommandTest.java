package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ConfigCommandTest {

    @Test
    void schemaPrintsTheOneOfTheConfigurationOrOfModels() {
        assertThat(printed("config", "schema")).contains("\"title\" : \"The configuration of cdc-vault\"");
        assertThat(printed("config", "schema", "--model")).contains("\"title\" : \"A model of cdc-vault\"");
    }

    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine root = Main.commandLine().setOut(new PrintWriter(out));
        assertThat(root.execute(arguments)).isZero();
        return out.toString();
    }
}
