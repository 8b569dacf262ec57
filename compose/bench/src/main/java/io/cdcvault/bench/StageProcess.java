package io.cdcvault.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.bench.report.Measurement;
import io.cdcvault.bench.report.Measurement.Servers;
import io.cdcvault.bench.stage.MeasuredProcess;
import io.cdcvault.bench.stage.Reading;
import io.cdcvault.bench.stage.Stage;
import io.cdcvault.servers.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run, as a process of its own, and the servers' part in it. */
final class StageProcess {

    private static final int TAIL_LINES = 20;

    private final Stage stage;
    private final int round;
    private final ServerCpu servers;
    private final Path log;

    StageProcess(Stage stage, int round, BenchStack stack) {
        this.stage = stage;
        this.round = round;
        this.servers = new ServerCpu(stack);
        this.log = stack.directory().resolve(stage.label() + ".log");
    }

    Measurement run(List<String> options, List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ChildJvm(Main.class.getName(), options, arguments)
                .builder()
                .redirectError(ProcessBuilder.Redirect.to(log.toFile()));
        // What a user has configured for their own service is not what is measured.
        builder.environment().keySet().removeIf(name -> name.startsWith("CDC_VAULT"));
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader()) {
            Servers before = new Servers(0, 0, 0);
            @Nullable String line;
            while ((line = lines.readLine()) != null) {
                if (line.equals(MeasuredProcess.FIRST)) {
                    before = servers.now();
                } else if (line.startsWith(MeasuredProcess.LAST)) {
                    Servers used = servers.now().minus(before);
                    return new Measurement(stage, round, reading(line), used);
                }
            }
            throw new BenchException("The stage " + stage.label() + " failed; its log ends with:\n" + tail());
        } finally {
            // The end of its standard input ends the process.
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static Reading reading(String line) throws IOException {
        return new ObjectMapper().readValue(line.substring(MeasuredProcess.LAST.length()), Reading.class);
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
