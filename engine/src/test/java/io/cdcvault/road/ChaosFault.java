package io.cdcvault.road;

import io.cdcvault.local.process.Await;
import io.cdcvault.local.process.LocalServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What may go wrong. */
enum ChaosFault {
    KILL_SERVICE(40) {
        @Override
        void strike(ChaosRoad road, Random random) {
            road.any(random).killAndStart();
        }
    },
    KILL_BOTH_SERVICES(8) {
        @Override
        void strike(ChaosRoad road, Random random) {
            road.victims().forEach(ChaosVictim::killAndStart);
        }
    },
    STOP_SERVICE(1) {
        @Override
        void strike(ChaosRoad road, Random random) {
            road.any(random).stopAndStart();
        }
    },
    KILL_WAREHOUSE(2) {
        @Override
        void strike(ChaosRoad road, Random random) {
            killForAWhile(road.stack().dwh(), random);
        }
    },
    KILL_MASTER(2) {
        @Override
        void strike(ChaosRoad road, Random random) {
            killForAWhile(road.stack().master(), random);
        }
    },
    KILL_BROKER(1) {
        @Override
        void strike(ChaosRoad road, Random random) {
            killForAWhile(road.stack().broker(), random);
        }
    },
    RESET_NETWORK(3) {
        @Override
        void strike(ChaosRoad road, Random random) {
            TcpProxy cut = road.anyNetwork(random);
            cut.breakOff();
            aWhile(random);
            cut.mend();
        }
    },
    SILENT_NETWORK(1) {
        @Override
        void strike(ChaosRoad road, Random random) {
            TcpProxy cut = road.anyNetwork(random);
            cut.fallSilent();
            aWhile(random);
            cut.mend();
        }
    };

    private final int weight;

    ChaosFault(int weight) {
        this.weight = weight;
    }

    static ChaosFault any(Random random) {
        List<ChaosFault> drawn = new ArrayList<>();
        for (ChaosFault fault : values()) {
            for (int i = 0; i < fault.weight; i++) {
                drawn.add(fault);
            }
        }
        return drawn.get(random.nextInt(drawn.size()));
    }

    /** Whether the next may follow at once, and find the services in the middle of their start. */
    boolean isQuick() {
        return this == KILL_SERVICE || this == KILL_BOTH_SERVICES;
    }

    abstract void strike(ChaosRoad road, Random random);

    private static void killForAWhile(LocalServer server, Random random) {
        server.kill();
        aWhile(random);
        server.start();
    }

    private static void aWhile(Random random) {
        Await.within(Duration.ofMillis(random.nextInt(5_000)), () -> false);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
