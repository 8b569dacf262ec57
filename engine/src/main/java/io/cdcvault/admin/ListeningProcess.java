package io.cdcvault.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who listens on a port, as far as Linux shows it: of our own processes, or of all to root. The local stack, which
 * knows nothing of the engine, has a class of its own for it.
 */
public final class ListeningProcess {

    private static final String LISTENING = "0A";
    private static final int LONGEST_COMMAND = 160;

    private ListeningProcess() {}

    /** Its process, or that there is one. */
    public static String describe(int port) {
        Set<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.strip().split("\\s+", -1))
                .filter(field -> field.length > 9
                        && field[3].equals(LISTENING)
                        && field[1].endsWith(String.format(Locale.ROOT, ":%04X", port)))
                .map(field -> "socket:[" + field[9] + "]")
                .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(sockets, process))
                .findFirst()
                .map(ListeningProcess::words)
                .orElse("another process");
    }

    private static String words(ProcessHandle process) {
        String command = process.info()
                .commandLine()
                .or(() -> process.info().command())
                .map(ListeningProcess::withoutFolderOfTheProgram)
                .orElse("command unknown");
        String shown = command.length() > LONGEST_COMMAND ? command.substring(0, LONGEST_COMMAND) + "…" : command;
        return "process " + process.pid() + " (" + shown + ")";
    }

    private static String withoutFolderOfTheProgram(String commandLine) {
        return commandLine.replaceFirst("^/\\S*/", "");
    }

    private static boolean holdsOneOf(Set<String> sockets, ProcessHandle process) {
        try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return links.anyMatch(link -> target(link).filter(sockets::contains).isPresent());
        } catch (IOException | UncheckedIOException notOursOrGone) {
            return false;
        }
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException notThisSystem) {
            return List.of();
        }
    }
}
