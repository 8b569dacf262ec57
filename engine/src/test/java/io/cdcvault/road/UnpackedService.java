package io.cdcvault.road;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.files.DirectoryLock;
import io.cdcvault.servers.files.WholeDirectory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * The packaged service, taken apart, with an archive of the classes that it loads: so it starts with half of the CPU
 * time, and the tests start it some hundred times. {@link RoadIT} runs the jar as it is.
 */
final class UnpackedService {

    private static final String MAIN_CLASS = "io.cdcvault.cli.Main";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private final Path directory;
    private final Path archive;

    private UnpackedService(Path directory) {
        this.directory = directory;
        this.archive = directory.resolve("classes.jsa");
    }

    /** What java takes, up to the main class and with it. */
    static List<String> arguments() {
        return Prepared.SERVICE.arguments("-XX:SharedArchiveFile=", Prepared.SERVICE.archive);
    }

    private static final class Prepared {
        static final UnpackedService SERVICE = prepareOnce(Path.of(System.getProperty("cdcvault.jar")));
    }

    /** Test processes that run side by side share it. */
    private static UnpackedService prepareOnce(Path jar) {
        List<UnpackedService> prepared = new ArrayList<>();
        DirectoryLock.<RuntimeException>holding(jar.resolveSibling("unpacking"), () -> prepared.add(prepare(jar)));
        return prepared.get(0);
    }

    private static UnpackedService prepare(Path jar) {
        try {
            CRC32C checksum = new CRC32C();
            checksum.update(Files.readAllBytes(jar));
            Path directory = jar.resolveSibling("unpacked-" + Long.toHexString(checksum.getValue()));
            WholeDirectory.make(directory, empty -> unpack(jar, empty));
            UnpackedService service = new UnpackedService(directory);
            if (!Files.exists(service.archive)) {
                service.archiveClasses();
            }
            return service;
        } catch (IOException | SQLException | InterruptedException e) {
            throw new IllegalStateException("The service could not be unpacked, or its classes archived", e);
        }
    }

    private static void unpack(Path jar, Path directory) throws IOException {
        // The classes themselves are in the module's plain jar too: an archive takes jars only.
        Files.copy(Path.of(System.getProperty("cdcvault.classes")), directory.resolve("cdc-vault.jar"));
        try (JarFile packaged = new JarFile(jar.toFile())) {
            for (JarEntry entry : packaged.stream()
                    .filter(entry -> entry.getName().startsWith(LIBRARIES) && !entry.isDirectory())
                    .toList()) {
                try (InputStream library = packaged.getInputStream(entry)) {
                    Files.copy(library, directory.resolve(entry.getName().substring(LIBRARIES.length())));
                }
            }
        }
    }

    /** Of a service that goes the whole road, ended as it should be. */
    private void archiveClasses() throws IOException, SQLException, InterruptedException {
        Path partial = archive.resolveSibling("classes.partial");
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(100, 1).loadIfMissing(master);
            }
            ServiceProcess service = ServiceProcess.launch(
                    arguments("-XX:ArchiveClassesAtExit=", partial), ServiceProcess.configuration(stack), "run");
            new Road(stack).awaitEqual(service);
            service.terminate();
        }
        Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> arguments(String option, Path file) {
        return List.of(
                option + file,
                // Classes of old class files cannot be archived, which nobody needs to know.
                "-Xlog:cds=off,cds+dynamic=off",
                "-cp",
                classPath(),
                MAIN_CLASS);
    }

    private String classPath() {
        try (var jars = Files.list(directory)) {
            return jars.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
