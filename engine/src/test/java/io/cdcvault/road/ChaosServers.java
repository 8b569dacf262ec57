package io.cdcvault.road;

import io.cdcvault.servers.process.Await;
import io.cdcvault.servers.process.LocalServer;
import io.cdcvault.servers.process.Processes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Servers that are killed, restarted or frozen, and networks that are cut. */
final class ChaosServers {

    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);

    /** Longer than a service waits for an answer. */
    private static final Duration LONGEST_FREEZE = Duration.ofSeconds(15);

    private static final int RESTARTS = 3;

    private ChaosServers() {}

    static void killForAWhile(LocalServer server, Random random) {
        server.kill();
        aWhile(LONGEST_KILL, random);
        server.start();
    }

    static void restartRepeatedly(LocalServer server, Random random) {
        for (int i = 0; i < RESTARTS; i++) {
            server.restart();
            aWhile(LONGEST_KILL, random);
        }
    }

    static void freeze(LocalServer server, Random random) {
        freeze(server.process().orElseThrow(), random);
    }

    static void freeze(ProcessHandle process, Random random) {
        freeze(List.of(process), random);
    }

    /** With its children. */
    static void freezeAll(LocalServer server, Random random) {
        ProcessHandle process = server.process().orElseThrow();
        freeze(Stream.concat(Stream.of(process), process.descendants()).toList(), random);
    }

    private static void freeze(List<ProcessHandle> processes, Random random) {
        Processes.freeze(processes);
        try {
            aWhile(LONGEST_FREEZE, random);
        } finally {
            Processes.thaw(processes);
        }
    }

    static void resetNetwork(ChaosRoad road, Random random) {
        TcpProxy cut = road.anyNetwork(random);
        cut.breakOff();
        aWhile(LONGEST_KILL, random);
        cut.mend();
    }

    static void silenceNetwork(ChaosRoad road, Random random) {
        TcpProxy cut = road.anyNetwork(random);
        cut.fallSilent();
        aWhile(LONGEST_KILL, random);
        cut.mend();
    }

    static void aWhile(Duration longest, Random random) {
        Await.within(longest.multipliedBy(random.nextInt(100)).dividedBy(100), () -> false);
    }
}
