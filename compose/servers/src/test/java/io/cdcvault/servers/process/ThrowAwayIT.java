package io.cdcvault.servers.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.servers.postgres.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ThrowAwayIT {

    @Test
    void nextJvmEndsWhatAKilledOneLeft() throws IOException {
        Process owner = jvm();
        ProcessHandle server = serverOf(owner);
        assertThat(Processes.isGone(server)).isFalse();

        Processes.kill(owner.toHandle());
        assertThat(Processes.isGone(server)).isFalse();
        Process next = jvm();
        serverOf(next);

        assertThat(Processes.isGone(server)).isTrue();
        next.getOutputStream().close();
    }

    @Test
    void serverEndsWithItsJvm() throws IOException {
        Process owner = jvm();
        ProcessHandle server = serverOf(owner);

        owner.getOutputStream().close();

        Processes.awaitEnd(server);
    }

    private static ProcessHandle serverOf(Process jvm) throws IOException {
        BufferedReader reader = jvm.inputReader();
        return ProcessHandle.of(Long.parseLong(reader.readLine())).orElseThrow();
    }

    private static Process jvm() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), Owner.class.getName());
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Starts a server, prints its process, and ends with its standard input. */
    static final class Owner {

        private Owner() {}

        public static void main(String[] arguments) throws IOException {
            PostgresServer server = PostgresServer.temporary();
            System.out.println(server.process().orElseThrow().pid());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
