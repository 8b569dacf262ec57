package io.cdcvault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A program that has ended.
 *
 * @param output what it wrote, to either stream
 */
record EndedProgram(int exitCode, String output) {

    static EndedProgram run(List<String> command) throws IOException, InterruptedException {
        return run(command, Map.of());
    }

    static EndedProgram run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new EndedProgram(process.waitFor(), output);
    }
}
