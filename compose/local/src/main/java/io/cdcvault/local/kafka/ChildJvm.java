package io.cdcvault.local.kafka;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Another JVM with our own classes. */
final class ChildJvm {

    private final List<String> options;
    private final List<String> arguments;

    ChildJvm(List<String> options, List<String> arguments) {
        this.options = List.copyOf(options);
        this.arguments = List.copyOf(arguments);
    }

    /** Starts it; what it prints goes to a log file, and nothing ties it to our life or terminal. */
    Process start(Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", classPath());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(isOneRunnableJar() ? List.of("-jar", classPath()) : List.of("io.cdcvault.local.Main"));
        line.addAll(arguments);
        return line;
    }

    /** Whether we run from the repackaged jar, whose nested jars only its own launcher can read. */
    private static boolean isOneRunnableJar() {
        URL self = Objects.requireNonNull(ChildJvm.class.getResource("ChildJvm.class"));
        return self.toString().startsWith("jar:nested:");
    }

    // Surefire may put everything behind one jar with a manifest, and keeps the true class path in a property.
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
