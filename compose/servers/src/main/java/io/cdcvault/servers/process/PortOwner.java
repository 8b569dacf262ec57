package io.cdcvault.servers.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who listens on a port, as far as this machine shows: Linux does, for our own processes, or for all to root. */
public final class PortOwner {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortOwner() {}

    /** The process in words: number and command, or "another process". */
    public static String describe(int port) {
        return find(port).map(PortOwner::words).orElse("another process");
    }

    /** The process that listens on the port. */
    public static Optional<ProcessHandle> find(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listeningSockets(PROC.resolve(table), port));
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holdsOneOf(sockets, process))
                        .findFirst();
    }

    private static String words(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        String command = info.commandLine().or(info::command).orElse("command unknown");
        int end = Math.min(command.length(), 100);
        return "process " + process.pid() + " (" + command.substring(0, end) + (end < command.length() ? "…" : "")
                + ")";
    }

    /** Names as file descriptors link to them, from lines "n: address:PORT address:PORT STATE … INODE …". */
    private static Set<String> listeningSockets(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        for (String line : lines(table)) {
            String[] field = line.strip().split("\\s+", -1);
            if (field.length > 9 && field[1].endsWith(suffix) && field[3].equals(LISTENING)) {
                sockets.add("socket:[" + field[9] + "]");
            }
        }
        return sockets;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException notThisSystem) {
            return List.of();
        }
    }

    private static boolean holdsOneOf(Set<String> sockets, ProcessHandle process) {
        Path descriptors = PROC.resolve(Long.toString(process.pid())).resolve("fd");
        try (Stream<Path> links = Files.list(descriptors)) {
            return links.anyMatch(link -> sockets.contains(target(link)));
        } catch (IOException | UncheckedIOException notOursOrGone) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
