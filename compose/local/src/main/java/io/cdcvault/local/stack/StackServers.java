package io.cdcvault.local.stack;

import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.postgres.PostgresBinaries;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.postgres.PostgresSettings;
import io.cdcvault.servers.process.LocalServer;
import io.cdcvault.servers.process.ThrowAway;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The servers of a stack, each in its place and set up for its part. */
final class StackServers {

    private StackServers() {}

    static Map<StackSystem, LocalServer> kept(Path home, Ports ports) {
        PostgresBinaries binaries = PostgresBinaries.in(home.resolve("binaries"));
        return all(home, ports, binaries, PostgresServer::in, UnaryOperator.identity());
    }

    static Map<StackSystem, LocalServer> throwAway(Path home, Ports ports) {
        return all(home, ports, PostgresBinaries.shared(), PostgresServer::copiedIn, StackServers::fast);
    }

    /** Of a stack that is thrown away, in the place of a server that is gone. */
    static PostgresServer replica(PostgresServer gone, PostgresServer master) {
        ThrowAway.discard(gone.directory());
        return PostgresServer.replicaOf(
                master, gone.directory(), PostgresBinaries.shared(), gone.port(), fast(source()));
    }

    private static PostgresSettings fast(PostgresSettings settings) {
        return settings.withDurability(false)
                .withTimeZone(PostgresSettings.fast("").timeZone());
    }

    private interface Making {
        PostgresServer server(Path directory, PostgresBinaries binaries, int port, PostgresSettings settings);
    }

    private static Map<StackSystem, LocalServer> all(
            Path home, Ports ports, PostgresBinaries binaries, Making making, UnaryOperator<PostgresSettings> flavour) {
        PostgresSettings source = flavour.apply(source());
        PostgresServer master = making.server(home.resolve("master"), binaries, ports.of(StackSystem.MASTER), source);
        return Map.of(
                StackSystem.MASTER, master,
                StackSystem.REPLICA,
                        PostgresServer.replicaOf(
                                master, home.resolve("replica"), binaries, ports.of(StackSystem.REPLICA), source),
                StackSystem.DWH,
                        making.server(
                                home.resolve("dwh"),
                                binaries,
                                ports.of(StackSystem.DWH),
                                flavour.apply(PostgresSettings.durable("dwh"))),
                StackSystem.PRESENTATION,
                        making.server(
                                home.resolve("presentation"),
                                binaries,
                                ports.of(StackSystem.PRESENTATION),
                                flavour.apply(PostgresSettings.durable("presentation"))),
                StackSystem.BROKER,
                        KafkaBroker.in(home.resolve("broker"), ports.of(StackSystem.BROKER), ports.controller()));
    }

    private static PostgresSettings source() {
        return PostgresSettings.durable("bookings")
                .with("wal_level", "logical")
                .with("max_wal_senders", "20")
                .with("max_replication_slots", "20")
                // A forgotten slot must not fill the disk.
                .with("max_slot_wal_keep_size", "8GB")
                .with("wal_sender_timeout", "60s")
                // Counts on the replica: it keeps failover slots in step with the master's.
                .with("sync_replication_slots", "on");
    }
}
