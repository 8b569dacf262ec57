package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service as a process of its own. */
final class ServiceProcess implements AutoCloseable {

    /** What changes anything through the admin server. */
    static final String TOKEN = "road";

    private static final Pattern ADMIN = Pattern.compile("The admin page is at (http://\\S+/)");

    private static final Set<ServiceProcess> STARTED = ConcurrentHashMap.newKeySet();

    private final Process process;
    private final Path output;

    private ServiceProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Path configuration(LocalStack stack) {
        return configuration(stack, database("replica", stack.replica().jdbcUrl()), kafka(stack));
    }

    static Path configurationWithMart(LocalStack stack) {
        String mart = database("mart", stack.presentation().jdbcUrl()) + "    schedule: \"@daily\"\n";
        return configuration(stack, database("replica", stack.replica().jdbcUrl()) + mart, kafka(stack));
    }

    static Path configurationWithoutKafka(LocalStack stack) {
        return configuration(stack, database("replica", stack.replica().jdbcUrl()), "");
    }

    /** Of the least that the road needs, with Kafka or without. */
    static Path sparseConfiguration(LocalStack stack, boolean kafka) {
        return configuration(stack, "", kafka ? kafka(stack) : "");
    }

    private static String kafka(LocalStack stack) {
        return "  kafka:\n    bootstrap-servers: \"" + stack.broker().bootstrapServers() + "\"\n";
    }

    private static Path configuration(LocalStack stack, String others, String kafka) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("cdc-vault:\n  name: bookings\n  model: bookings\n");
        yaml.append(database("source", stack.master().jdbcUrl()));
        // As the demo's publication is called.
        yaml.append("    slot: cdc_vault\n    publication: cdc_vault\n");
        yaml.append(others);
        yaml.append(database("warehouse", stack.dwh().jdbcUrl()));
        yaml.append(kafka);
        yaml.append("  admin:\n    port: 0\n    token: " + TOKEN + "\n");
        try {
            Path file = Files.createTempFile(stack.directory(), "cdc-vault", ".yaml");
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String database(String name, String url) {
        return "  " + name + ":\n    url: \"" + url + "\"\n    user: postgres\n";
    }

    static ServiceProcess start(Path configuration, String... arguments) {
        return start(List.of(), configuration, arguments);
    }

    /** @param jvmOptions beside the usual ones, which make it start soon */
    static ServiceProcess start(List<String> jvmOptions, Path configuration, String... arguments) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(UnpackedService.arguments());
        return launch(options, configuration, arguments);
    }

    /** The packaged jar, the way a user runs it. */
    static ServiceProcess startPackaged(Path configuration, String... arguments) {
        return launch(List.of("-jar", System.getProperty("cdcvault.jar")), configuration, arguments);
    }

    /** @param program what java takes, up to what is to run and with it */
    static ServiceProcess launch(List<String> program, Path configuration, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(java(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", configuration.toString()));
        try {
            Path output = Files.createTempFile(configuration.getParent(), "service", ".log");
            killOrphans();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            ServiceProcess service = new ServiceProcess(process, output);
            STARTED.add(service);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs these tests too. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A test that fails leaves its services behind, which would continue looking for their stack. */
    private static void killOrphans() {
        STARTED.removeIf(service -> {
            boolean isOrphan = !Files.exists(service.output);
            if (isOrphan) {
                service.kill();
            }
            return isOrphan || !service.isAlive();
        });
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As {@code kill}; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The service did not end within a minute: " + output());
        }
        return process.exitValue();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the admin server listens. */
    URI admin() {
        Await.until("the admin server listens: " + output(), Duration.ofSeconds(60), () -> ADMIN.matcher(output())
                .find());
        Matcher found = ADMIN.matcher(output());
        if (!found.find()) {
            throw new AssertionError(output());
        }
        return URI.create(found.group(1));
    }

    String lastLine() {
        return output().lines().reduce("", (before, line) -> line);
    }

    @Override
    public void close() {
        kill();
    }
}
