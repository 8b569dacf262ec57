package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class MainTest {

    @Command(name = "verify")
    static final class Exhausted implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void commandWithoutMemoryDoesNotEndAsOneThatFoundADifference() {
        StringWriter err = new StringWriter();

        int exitCode = Main.run(new CommandLine(new Exhausted()).setErr(new PrintWriter(err)));

        assertThat(exitCode).isEqualTo(71);
        assertThat(err.toString()).contains("ran out of memory: Java heap space is full", "JAVA_OPTS");
    }
}
