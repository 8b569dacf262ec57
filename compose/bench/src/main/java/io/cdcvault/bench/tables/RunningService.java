package io.cdcvault.bench.tables;

import io.cdcvault.servers.process.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code cdc-vault run} as a process of its own. */
final class RunningService implements AutoCloseable {

    private static final int ROUNDS = 7;
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final double MIB = 1 << 20;
    private static final double KIB_A_MIB = 1 << 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    /** @param main that runs the command line of the service */
    RunningService(String main, Map<String, String> settings, Path log, int port) throws IOException {
        this.log = log;
        this.port = port;
        List<String> options = new ArrayList<>(List.of("-Xmx1g", "-Dcdc-vault.admin.port=" + port));
        settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
        ProcessBuilder builder = new ChildJvm(main, options, List.of("service", "run")).builder();
        // What a user has configured for their own service is not what is measured.
        builder.environment().keySet().removeIf(name -> name.startsWith("CDC_VAULT"));
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** CPU seconds since it began. */
    double cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** MiB of the process at most, where the system says it. */
    double peak() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith("VmHWM:"))
                                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                                .sum()
                        / KIB_A_MIB
                : 0;
    }

    /** MiB of the heap that are in use once garbage is collected. */
    double heap() throws IOException, InterruptedException {
        Path command = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(command.toString(), Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return get("/metrics")
                        .lines()
                        .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum()
                / MIB;
    }

    /** Milliseconds until the page has what it asks for, the median. */
    double answers(String path) throws IOException, InterruptedException {
        get(path);
        List<Double> taken = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            get(path);
            taken.add((System.nanoTime() - begun) / NANOS_A_MILLISECOND);
        }
        return median(taken);
    }

    static double median(List<Double> taken) {
        return taken.stream().sorted().toList().get(taken.size() / 2);
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Ends it as {@code kill} does. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
