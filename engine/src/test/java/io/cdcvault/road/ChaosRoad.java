package io.cdcvault.road;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * A stack behind networks that can be cut, and three services that captured it from its first row on: two to be
 * disturbed, and one that rests until the end, whose vault then says what is right.
 */
final class ChaosRoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** It reads in one go what the others read in the whole run, and all tables again after that. */
    private static final Duration PATIENCE_WITH_REFERENCE = Duration.ofMinutes(45);

    /** So long a service is written to while it catches up; then on a slow machine it might never. */
    private static final Duration WRITTEN_TO = Duration.ofSeconds(30);

    private static final String NEWEST_MARK =
            "select max(total_amount) from vault.sat_booking join vault.hub_booking using (booking_hk)"
                    + " where book_ref = '~CHAOS'";

    private final LocalStack stack;
    private final Optional<FailoverStack> failover;
    private final List<TcpProxy> networks = new ArrayList<>();
    private final List<ChaosVictim> victims = new ArrayList<>();
    private final ChaosVictim rested;
    private final AuditedWriters writers;
    private final Path model;
    private final List<Duration> failovers = new ArrayList<>();
    private boolean isEverythingTamperedWith;
    private int marks;

    private ChaosRoad(Optional<FailoverStack> failover) throws SQLException {
        this.failover = failover;
        stack = failover.map(FailoverStack::stack).orElseGet(LocalStack::temporary);
        try (Connection master = stack.master().connect()) {
            AuditSchema.create(master);
            model = Files.writeString(stack.directory().resolve("audited.yaml"), AuditedModel.yaml());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writers = new AuditedWriters(stack::master);
        networks.add(TcpProxy.to(stack.master().port()));
        networks.add(TcpProxy.to(stack.dwh().port()));
        ((KafkaBroker) stack.server(StackSystem.BROKER)).detour(port -> {
            networks.add(TcpProxy.to(port));
            return networks.get(2).port();
        });
        stack.broker();
        failover.ifPresent(servers -> networks.add(TcpProxy.to(stack.replica().port())));
        new SlotOnMaster(stack, "").query("alter system set wal_sender_timeout = '10s'");
        new SlotOnMaster(stack, "").query("select pg_reload_conf()");
        victims.add(ChaosVictim.start(this, "through_kafka", true));
        victims.add(ChaosVictim.start(this, "direct", false));
        rested = ChaosVictim.start(this, "left_alone", false);
        victims.forEach(victim -> new SlotOnMaster(stack, victim.place()).awaitStreaming(victim.process()));
        new SlotOnMaster(stack, rested.place()).awaitStreaming(rested.process());
    }

    /** @param withFailover whether a standby takes the master's place now and then */
    static ChaosRoad start(boolean withFailover) throws SQLException {
        ChaosRoad road = new ChaosRoad(withFailover ? Optional.of(FailoverStack.start()) : Optional.empty());
        try (Connection master = road.stack.master().connect()) {
            new DemoData(3_000, 1).loadIfMissing(master);
        }
        new Road(road.stack).onMaster("insert into bookings values ('~CHAOS', now(), 0)");
        road.victims.forEach(victim -> victim.asRoad().awaitEqual(victim.process()));
        road.rested.asRoad().awaitEqual(road.rested.process());
        // The slot of a service that rests is not kept in step on a standby that was made meanwhile.
        if (!withFailover) {
            road.rested.stop();
        }
        return road;
    }

    LocalStack stack() {
        return stack;
    }

    String masterUrl() {
        return failover.map(FailoverStack::writersUrl)
                .orElseGet(() ->
                        stack.master().jdbcUrl() + "?user=" + stack.master().user());
    }

    FailoverStack failover() {
        return failover.orElseThrow();
    }

    /** Those that are disturbed, and the one that rests otherwise. */
    List<ChaosVictim> services() {
        List<ChaosVictim> services = new ArrayList<>(victims);
        services.add(rested);
        return services;
    }

    /** From the death of a master until all vaults showed what was written to the next. */
    void failedOver(Duration taken) {
        failovers.add(taken);
    }

    List<ChaosVictim> victims() {
        return victims;
    }

    ChaosVictim any(Random random) {
        return victims.get(random.nextInt(victims.size()));
    }

    TcpProxy anyNetwork(Random random) {
        return networks.get(random.nextInt(networks.size()));
    }

    void requireAlive() {
        victims.forEach(ChaosVictim::requireAlive);
    }

    void onMaster(String... statements) throws SQLException {
        new Road(stack).onMaster(statements);
    }

    /** The first column of the first row. */
    String askMaster(String sql) {
        return new SlotOnMaster(stack, "").query(sql);
    }

    AuditedWriters writers() {
        return writers;
    }

    /** From now on the history of no table is what it was without faults. */
    void everythingWasTamperedWith() {
        isEverythingTamperedWith = true;
    }

    Map<String, String> settings(String place, boolean kafka) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model", model.toString());
        settings.put("source.slot", place);
        settings.put("source.url", sourceUrl());
        failover.ifPresent(servers -> settings.put("source.failover", "true"));
        settings.put("warehouse.url", networks.get(1).through(stack.dwh().jdbcUrl(place)));
        if (kafka) {
            settings.put(
                    "kafka.bootstrap-servers", "127.0.0.1:" + networks.get(2).port());
        }
        settings.put("load.batch-rows", "2000");
        return settings;
    }

    private String sourceUrl() {
        return failover.map(servers -> networks.get(3).through(networks.get(0).through(servers.url())))
                .orElseGet(() -> networks.get(0).through(stack.master().jdbcUrl()));
    }

    /** Waits until every vault shows a change that is made now. */
    void awaitCaughtUp() {
        int mark = ++marks;
        try {
            new Road(stack).onMaster("update bookings set total_amount = " + mark + " where book_ref = '~CHAOS'");
        } catch (SQLException e) {
            throw new AssertionError("The master does not take changes", e);
        }
        for (ChaosVictim victim : victims) {
            if (!within(PATIENCE, () -> !victim.process().isAlive() || shows(victim, mark))) {
                throw victim.failure("does not catch up");
            }
        }
    }

    /** Waits as {@link Await} does; after a while the audited tables are not written to until it is over. */
    boolean within(Duration patience, BooleanSupplier condition) {
        try {
            if (Await.within(WRITTEN_TO, condition)) {
                return true;
            }
            writers.rest(true);
            return Await.within(patience, condition);
        } finally {
            writers.rest(false);
        }
    }

    /** Holds every vault against what is right, once all have caught up. */
    void judge(ChaosReport report) throws SQLException, InterruptedException {
        report.failedOver(failovers);
        if (failover.isEmpty()) {
            rested.start();
        }
        boolean isThrough = Await.within(PATIENCE_WITH_REFERENCE, () -> {
            rested.requireAlive();
            return shows(rested, marks);
        });
        if (!isThrough) {
            throw rested.failure("has not read the whole history");
        }
        // It was behind by the whole run when it noticed which tables it must read again.
        rested.asRoad().awaitEqual(rested.process(), PATIENCE);
        new ChaosEnd(stack, rested, isEverythingTamperedWith).hold(victims, report);
        rested.stop();
    }

    @Override
    public void close() {
        networks.forEach(TcpProxy::close);
        stack.close();
    }

    private static boolean shows(ChaosVictim victim, int mark) {
        try {
            String newest = victim.asRoad().inVault(NEWEST_MARK).get(0);
            return !newest.equals("null") && Double.parseDouble(newest) >= mark;
        } catch (SQLException | RuntimeException awayForAMoment) {
            return false;
        }
    }
}
