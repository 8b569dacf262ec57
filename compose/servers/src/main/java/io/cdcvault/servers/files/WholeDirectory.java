package io.cdcvault.servers.files;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that is either complete or absent: it is filled under another name and renamed when done. */
public final class WholeDirectory {

    private WholeDirectory() {}

    /** What puts the content into a directory that exists and is empty. */
    @FunctionalInterface
    public interface Filling {
        void into(Path empty) throws IOException;
    }

    /**
     * Makes {@code target} with the content of {@code filling}, unless it is there. What an earlier, interrupted
     * attempt left is thrown away. Not safe against a second process: hold a {@link DirectoryLock}.
     */
    public static void make(Path target, Filling filling) {
        if (Files.isDirectory(target)) {
            return;
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Trees.delete(partial);
            Files.createDirectories(partial);
            if (Files.getFileStore(partial).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
            }
            filling.into(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalStackException("Cannot create " + target + ": " + e, e);
        }
    }
}
