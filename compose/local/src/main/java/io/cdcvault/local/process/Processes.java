package io.cdcvault.local.process;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Ending processes that are known by their handles. */
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

    /** Waits until a process that has been told to end is gone. */
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

    /** Whether a process is no more. A dead one that its parent never collects stays listed, with no command. */
    public static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
