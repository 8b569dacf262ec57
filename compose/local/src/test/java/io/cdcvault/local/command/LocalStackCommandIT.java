package io.cdcvault.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.Ports;
import io.cdcvault.local.stack.StackDirectory;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.process.FreePorts;
import io.cdcvault.servers.process.Processes;
import io.cdcvault.servers.process.ThrowAway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class LocalStackCommandIT {

    private final Path directory = ThrowAway.directory("command").resolve("stack");
    private final int offset = freeOffset();

    @AfterEach
    void discard() {
        ThrowAway.discard(directory.resolveSibling("."));
    }

    @Test
    void stackGoesUpTwiceAndDownToTheLastProcess() throws IOException {
        Outcome first = run("up", "--port-offset=" + offset);
        assertThat(first.exitCode()).as(first.err()).isZero();
        List<ProcessHandle> processes = processes();
        assertThat(processes).hasSize(StackSystem.values().length);

        Outcome second = run("up");
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("master: already running", "broker: already running");
        assertThat(processes()).isEqualTo(processes);

        assertThat(run("load", "--rows=2000").out()).matches("Loaded \\d+ rows\\.\\R");
        assertThat(run("traffic", "--transactions=50", "--writers=2").out()).startsWith("50 transactions in ");
        assertThat(Files.readString(directory.resolve("cdc-vault.yaml")))
                .contains("jdbc:postgresql://127.0.0.1:" + (5432 + offset) + "/bookings");
        assertThat(run("up", "--port-offset=" + (offset + 1)).err()).contains("runs with port offset " + offset);

        assertThat(run("down").exitCode()).isZero();
        assertThat(processes).allMatch(Processes::isGone);
        assertThat(run("status").exitCode()).isEqualTo(StackExitCodes.NOT_ALL_RUNNING);
        assertThat(run("reset").exitCode()).isZero();
        assertThat(directory.resolve("master")).doesNotExist();
    }

    /** As {@code bin/up.sh} runs it, with the libraries that are in it and no others. */
    @Test
    void runnableJarHoldsAllThatTheStackNeeds() throws IOException, InterruptedException {
        assertThat(runJar("up", "--port-offset=" + offset)).contains("master: started in", "broker: started in");
        runJar("down");
    }

    private String runJar(String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolveSibling(arguments[0] + ".log");
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of(
                                "-jar",
                                Path.of("target", "cdc-vault-local-stack.jar").toString()),
                        Arrays.stream(arguments),
                        Stream.of("--dir=" + directory))
                .flatMap(parts -> parts)
                .toList();
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String printed = Files.readString(output);
        assertThat(exitCode).as(printed).isZero();
        return printed;
    }

    @Test
    void takenPortsAreReportedBeforeAnythingStarts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket dwh = new ServerSocket(5434 + offset, 1, loopback);
                ServerSocket controller = new ServerSocket(9093 + offset, 1, loopback)) {
            Outcome outcome = run("up", "--port-offset=" + offset);

            assertThat(outcome.exitCode()).isEqualTo(StackExitCodes.PORT_TAKEN);
            assertThat(outcome.err())
                    .contains("Port " + dwh.getLocalPort() + " for the dwh is taken by ")
                    .contains("Port " + controller.getLocalPort() + " for the broker's controller is taken by ")
                    .contains("--port-offset");
            assertThat(directory.resolve("master")).doesNotExist();
        }
    }

    private List<ProcessHandle> processes() {
        return Arrays.stream(StackSystem.values())
                .map(system ->
                        new StackDirectory(directory).stack().server(system).process())
                .flatMap(process -> process.stream())
                .toList();
    }

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = LocalStackCommand.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--dir=" + directory))
                .toArray(String[]::new);
        int exitCode = line.execute(all);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static int freeOffset() {
        return IntStream.iterate(11_000, candidate -> candidate + 37)
                .filter(candidate -> Ports.movedBy(candidate).all().allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow();
    }

    private record Outcome(int exitCode, String out, String err) {}
}
