package io.cdcvault.servers.files;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One holder of a directory at a time, over threads and processes. The operating system ends the hold of a process that
 * dies, so a kill -9 leaves nothing behind that blocks. Not reentrant.
 */
public final class DirectoryLock {

    // A file lock belongs to the whole JVM, so threads need their own.
    private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private DirectoryLock() {}

    /** What is done while the directory is ours. */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    /** Waits until the directory (made when missing) is ours, and runs the action. */
    public static <E extends Exception> void holding(Path directory, Action<E> action) throws E {
        ReentrantLock thread =
                THREADS.computeIfAbsent(directory.toAbsolutePath().normalize(), path -> new ReentrantLock());
        thread.lock();
        try (FileChannel channel = open(directory)) {
            channel.lock();
            action.run();
        } catch (IOException e) {
            throw new LocalStackException("Cannot lock " + directory + ": " + e, e);
        } finally {
            thread.unlock();
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        Files.createDirectories(directory);
        return FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
