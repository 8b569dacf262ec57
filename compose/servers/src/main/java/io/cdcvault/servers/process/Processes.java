package io.cdcvault.servers.process;

import io.cdcvault.servers.failure.LocalStackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Ending and freezing processes that are known by their handles. */
public final class Processes {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Processes() {}

    /** Kills a process at once, and waits until it and its descendants, which are expected to follow, are gone. */
    public static void kill(ProcessHandle process) {
        List<ProcessHandle> family =
                Stream.concat(process.descendants(), Stream.of(process)).toList();
        process.destroyForcibly();
        family.forEach(Processes::awaitEnd);
    }

    /** Waits until a process that was asked to end is gone. */
    public static void awaitEnd(ProcessHandle process) {
        Await.until("process " + process.pid() + " is gone", LIMIT, () -> isGone(process));
    }

    /** Asks a process to end and waits; kills it when it does not within the limit. */
    public static void terminate(ProcessHandle process, Duration limit) {
        process.destroy();
        if (!Await.within(limit, () -> isGone(process))) {
            kill(process);
        }
    }

    /** Stops processes where they are, as {@code SIGSTOP} does: their connections stay open, and no one answers. */
    public static void freeze(Collection<ProcessHandle> processes) {
        signal("STOP", processes);
    }

    /** Lets frozen processes run again; those that are gone stay gone. */
    public static void thaw(Collection<ProcessHandle> processes) {
        signal("CONT", processes);
    }

    private static void signal(String name, Collection<ProcessHandle> processes) {
        List<String> line = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> line.add(Long.toString(process.pid())));
        try {
            Command.of(line).run();
        } catch (LocalStackException e) {
            // One that has ended meanwhile makes the command fail, and the others have had their signal.
            if (processes.stream().noneMatch(Processes::isGone)) {
                throw e;
            }
        }
    }

    /** Whether a process is no more. A dead one that its parent never collects stays listed, with no command. */
    public static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
