package io.cdcvault.road;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system of a few megabytes in the place of a folder, for the programs that are run in it; all others see the
 * folder. Linux gives one to any user.
 */
final class SmallDisk implements AutoCloseable {

    private static final String SCRIPT =
            """
            set -e
            mkdir -p "$1.small"
            mount -t tmpfs -o "size=$2m,mode=755" tmpfs "$1.small"
            cp -a "$1/." "$1.small/"
            mount --bind "$1.small" "$1"
            echo ready
            exec sleep infinity""";

    private final Path folder;
    private final Process holder;

    private SmallDisk(Path folder, Process holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /** With what the folder holds now. */
    static SmallDisk over(Path folder, int megabytes) {
        try {
            Process holder = new ProcessBuilder(
                            "unshare",
                            "--user",
                            "--map-root-user",
                            "--mount",
                            "sh",
                            "-c",
                            SCRIPT,
                            "sh",
                            folder.toString(),
                            Integer.toString(megabytes))
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(holder::destroyForcibly));
            @SuppressWarnings("resource") // Open as long as the process.
            BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
            String first = said.readLine();
            if (!"ready".equals(first)) {
                throw new AssertionError("No file system over " + folder + ": " + first);
            }
            return new SmallDisk(folder, holder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that runs another one where the folder is on this disk. */
    List<String> inside(List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--user", "--mount", "--"));
        all.addAll(command);
        return all;
    }

    void grow(int megabytes) throws InterruptedException {
        run(List.of("mount", "-o", "remount,size=" + megabytes + "m", folder.toString()));
    }

    /** Runs a program inside to its end. */
    void run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(inside(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever still runs inside keeps it. */
    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
