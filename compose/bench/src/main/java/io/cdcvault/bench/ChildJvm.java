package io.cdcvault.bench;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Another JVM with our own classes.
 *
 * @param options of the JVM
 */
record ChildJvm(List<String> options, List<String> arguments) {

    Process start(Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(commandLine()).redirectError(ProcessBuilder.Redirect.to(log.toFile()));
        // What a user has configured for their own service is not what is measured.
        builder.environment().keySet().removeIf(name -> name.startsWith("CDC_VAULT"));
        builder.environment().put("CLASSPATH", classPath());
        return builder.start();
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(isOneRunnableJar() ? List.of("-jar", classPath()) : List.of(Main.class.getName()));
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
