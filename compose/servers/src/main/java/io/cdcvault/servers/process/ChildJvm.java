package io.cdcvault.servers.process;

import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Another JVM with our own classes.
 *
 * @param main the class that it runs
 * @param options of the JVM
 */
public record ChildJvm(String main, List<String> options, List<String> arguments) {

    /** Runs a class of the repackaged jar, whose nested jars only its own launchers can read. */
    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    public ChildJvm {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /** Not started. The class path is in its environment, since it is too long for a command line. */
    public ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(commandLine());
        builder.environment().put("CLASSPATH", classPath());
        return builder;
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(isOneRunnableJar() ? List.of("-Dloader.main=" + main, LAUNCHER) : List.of(main));
        line.addAll(arguments);
        return line;
    }

    /** Whether we run from the repackaged jar. */
    private static boolean isOneRunnableJar() {
        URL self = Objects.requireNonNull(ChildJvm.class.getResource("ChildJvm.class"));
        return self.toString().startsWith("jar:nested:");
    }

    // Surefire may put everything behind one jar with a manifest, and keeps the true class path in a property.
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
