package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.files.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Directories of this JVM for data that is thrown away. They, and the servers that still run in them, end with the JVM;
 * if it was killed, the next JVM that asks for such a directory ends them.
 */
public final class ThrowAway {

    private static final String USER = System.getProperty("user.name");
    private static final Path HOME = Path.of(System.getProperty("java.io.tmpdir"), "cdc-vault-" + USER);
    private static final Path RUNS = HOME.resolve("runs");
    private static final String OWNER = "owner.lock";

    private ThrowAway() {}

    /** A directory that stays, shared by all JVMs of this user. */
    public static Path shared(String name) {
        try {
            makeHome();
            return HOME.resolve(name);
        } catch (IOException e) {
            throw new LocalStackException("Cannot create " + HOME + ": " + e, e);
        }
    }

    /** A new, empty directory. */
    public static Path directory(String name) {
        try {
            return Files.createTempDirectory(Run.DIRECTORY, name + "-");
        } catch (IOException e) {
            throw new LocalStackException("Cannot create a temporary directory: " + e, e);
        }
    }

    /** Whether a path is inside one of our directories. */
    public static boolean holds(Path path) {
        return path.normalize().startsWith(RUNS);
    }

    /** Kills what still runs in a directory, and deletes it. */
    public static void discard(Path directory) {
        Path tree = directory.normalize();
        try {
            for (Path pidFile : pidFiles(tree)) {
                String home = pidFile.resolveSibling(".").normalize().toString();
                new PidFile(pidFile, List.of(home)).process().ifPresent(Processes::kill);
            }
            Trees.delete(tree);
        } catch (IOException e) {
            throw new LocalStackException("Cannot delete " + tree + ": " + e, e);
        }
    }

    /** Programs are run from there, so in a temporary directory for all users it must be this user's alone. */
    private static void makeHome() throws IOException {
        Files.createDirectories(HOME);
        String owner = Files.getOwner(HOME, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.endsWith(USER)) {
            throw new LocalStackException(HOME + " belongs to " + owner + ": delete it, or set java.io.tmpdir");
        }
        if (Files.getFileStore(HOME).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(HOME, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static List<Path> pidFiles(Path directory) throws IOException {
        try (Stream<Path> files =
                Files.find(directory, 3, (path, attributes) -> path.toString().endsWith(".pid"))) {
            return files.toList();
        }
    }

    /** This JVM's part: a directory with a lock in it that shows other JVMs that its owner lives. */
    private static final class Run {
        // Held by a field, since a channel that is garbage is closed, and its lock with it.
        @SuppressWarnings("UnusedVariable")
        private static @Nullable FileChannel owner;

        static final Path DIRECTORY = begin();

        private static Path begin() {
            try {
                makeHome();
                Files.createDirectories(RUNS);
                Path directory = sweptAndOwned();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(directory), "throw-away"));
                return directory;
            } catch (IOException e) {
                throw new LocalStackException("Cannot create a temporary directory: " + e, e);
            }
        }

        /** One JVM at a time: between making a directory and locking it, another would take it for abandoned. */
        private static Path sweptAndOwned() throws IOException {
            try (FileChannel turn =
                    FileChannel.open(HOME.resolve("runs.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                turn.lock();
                sweep();
                Path directory =
                        Files.createTempDirectory(RUNS, ProcessHandle.current().pid() + "-");
                lock(directory);
                return directory;
            }
        }

        private static void sweep() throws IOException {
            try (Stream<Path> runs = Files.list(RUNS)) {
                for (Path run : runs.toList()) {
                    if (Files.exists(run.resolve(OWNER)) && ownerIsGone(run)) {
                        discard(run);
                    }
                }
            }
        }

        private static boolean ownerIsGone(Path run) throws IOException {
            try (FileChannel channel = FileChannel.open(run.resolve(OWNER), StandardOpenOption.WRITE)) {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException ours) {
                return false;
            }
        }

        /** The channel stays open on purpose: its lock ends with the JVM. */
        private static void lock(Path directory) throws IOException {
            FileChannel channel =
                    FileChannel.open(directory.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            owner = channel;
        }
    }
}
