package io.cdcvault.status;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Pausable;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.HeldBack;
import io.cdcvault.kafka.KafkaCommands;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.probe.DriftView;
import io.cdcvault.status.probe.LockWait;
import io.cdcvault.status.probe.LogView;
import io.cdcvault.status.probe.MasterView;
import io.cdcvault.status.probe.Probed;
import io.cdcvault.status.probe.ProbedViews;
import io.cdcvault.status.probe.WarehouseView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** What is seen of the systems while something is away, waits or fails. */
final class Situations {

    private static final long NOW = 1_750_000_000_000_000L;
    private static final Instant SINCE = Instant.parse("2026-11-26T08:30:00Z");

    private Situations() {}

    /** By what happens, in the order of the page. */
    static Map<String, ProbedViews> all() {
        Map<String, ProbedViews> all = new LinkedHashMap<>();
        all.put("Everything runs", views(master(true), warehouse(1), log(), List.of()));
        all.put(
                "Nothing was ever started",
                views(
                        new Probed.Seen<>(masterView(false, Optional.empty())),
                        new Probed.Seen<>(warehouseView(0, Optional.empty(), Map.of(), 0, List.of())),
                        new Probed.Seen<>(new LogView(Optional.empty(), Optional.empty(), Map.of(), NOW)),
                        List.of()));
        all.put("The service is stopped", views(master(false), warehouse(0), log(), List.of()));
        all.put(
                "The service has just started",
                views(master(false), warehouse(0), log(), List.of(process(StageReport.State.STARTING, 0))));
        all.put(
                "The service runs, and capture and loader fail",
                views(master(false), warehouse(0), log(), List.of(process(StageReport.State.WAITING, 3))));
        all.put(
                "The first snapshot is under way",
                views(
                        new Probed.Seen<>(masterView(true, Optional.of(slot(false, "reserved")))),
                        new Probed.Seen<>(warehouseView(1, Optional.empty(), Map.of(), 0, List.of())),
                        new Probed.Seen<>(new LogView(Optional.empty(), Optional.empty(), Map.of(), NOW)),
                        List.of()));
        all.put(
                "The capture is paused",
                views(
                        master(false),
                        new Probed.Seen<>(warehouseView(1, applied(), Map.of(Pausable.CAPTURE, SINCE), 0, List.of())),
                        log(),
                        List.of()));
        all.put(
                "The loader is paused",
                views(
                        master(true),
                        new Probed.Seen<>(warehouseView(0, applied(), Map.of(Pausable.LOAD, SINCE), 0, List.of())),
                        log(),
                        List.of()));
        all.put(
                "The master does not answer",
                views(
                        new Probed.Unreachable<>(
                                "The master at jdbc:postgresql://master/demo does not answer: connection refused"),
                        warehouse(1),
                        log(),
                        List.of()));
        all.put(
                "The master refuses the login",
                views(
                        new Probed.Unreachable<>(
                                "The master at jdbc:postgresql://master/demo refuses the login: password authentication failed",
                                Optional.of(FailureKind.SOURCE_REFUSED)),
                        warehouse(1),
                        log(),
                        List.of()));
        all.put(
                "Kafka does not answer",
                views(
                        master(true),
                        warehouse(1),
                        new Probed.Unreachable<>(
                                "No broker of kafka:9092 listens", Optional.of(FailureKind.KAFKA_UNREACHABLE)),
                        List.of()));
        all.put(
                "The warehouse does not answer",
                views(
                        master(true),
                        new Probed.Unreachable<>(
                                "The warehouse at jdbc:postgresql://dwh/dwh does not answer: connection refused"),
                        log(),
                        List.of()));
        all.put(
                "The slot was dropped",
                views(new Probed.Seen<>(masterView(false, Optional.empty())), warehouse(1), log(), List.of()));
        all.put(
                "The master invalidated the slot",
                views(
                        new Probed.Seen<>(masterView(false, Optional.of(slot(false, "lost")))),
                        warehouse(1),
                        log(),
                        List.of()));
        all.put(
                "The slot will soon be invalidated",
                views(
                        new Probed.Seen<>(masterView(true, Optional.of(slot(true, "unreserved")))),
                        warehouse(1),
                        log(),
                        List.of()));
        all.put(
                "Changes could not be loaded",
                views(
                        master(true),
                        new Probed.Seen<>(warehouseView(1, applied(), Map.of(), 4, List.of())),
                        log(),
                        List.of()));
        all.put(
                "A table's changes are not sent",
                views(
                        master(true),
                        new Probed.Seen<>(warehouseView(1, applied(), Map.of(), 0, List.of(drift()))),
                        log(),
                        List.of()));
        all.put(
                "The vault is ahead of the topics",
                views(
                        master(true),
                        warehouse(1),
                        new Probed.Seen<>(new LogView(Optional.of(position(3)), Optional.empty(), Map.of(), NOW)),
                        List.of()));
        all.put(
                "A topic was deleted",
                views(master(true), warehouse(1), log(List.of("postgres.public.seats"), List.of()), List.of()));
        all.put(
                "Another program's Kafka transaction stays open",
                views(master(true), warehouse(1), log(List.of(), List.of(heldBack())), List.of()));
        all.put("Another session locks a table of the vault", views(master(true), lockedWarehouse(), log(), List.of()));
        all.put(
                "The loader fails at one place again and again, after a while each time",
                views(
                        master(true),
                        warehouse(1),
                        new Probed.Seen<>(new LogView(
                                Optional.of(position(25)),
                                Optional.of(new TransactionStamp(11, NOW - 90_000_000)),
                                Map.of(),
                                NOW)),
                        List.of(failedBefore())));
        all.put(
                "The loader is far behind",
                views(
                        master(true),
                        warehouse(1),
                        new Probed.Seen<>(new LogView(
                                Optional.of(position(25)),
                                Optional.of(new TransactionStamp(11, NOW - 900_000_000)),
                                Map.of(),
                                NOW)),
                        List.of()));
        return all;
    }

    private static ProbedViews views(
            Probed<MasterView> master,
            Probed<WarehouseView> warehouse,
            Probed<LogView> log,
            List<ProcessView> processes) {
        return new ProbedViews(master, Optional.empty(), warehouse, log, Optional.empty(), processes);
    }

    private static Probed<MasterView> master(boolean isCaptured) {
        return new Probed.Seen<>(masterView(isCaptured, Optional.of(slot(isCaptured, "reserved"))));
    }

    private static MasterView masterView(boolean isCaptured, Optional<SlotView> slot) {
        return new MasterView("cdc_vault", NOW, 0, new Lsn(1000), isCaptured, slot, Map.of());
    }

    private static SlotView slot(boolean isActive, String walStatus) {
        return new SlotView(
                isActive,
                walStatus,
                OptionalLong.empty(),
                100,
                Optional.of(new Lsn(900)),
                isActive ? Optional.of(new Lsn(1000)) : Optional.empty());
    }

    private static Probed<WarehouseView> warehouse(int loaders) {
        return new Probed.Seen<>(warehouseView(loaders, applied(), Map.of(), 0, List.of()));
    }

    private static Probed<WarehouseView> lockedWarehouse() {
        return new Probed.Seen<>(new WarehouseView(
                1,
                applied(),
                Map.of("hub_ticket", 7L),
                Map.of(),
                Map.of(),
                0,
                List.of(),
                List.of(),
                OptionalDouble.empty(),
                List.of(),
                Optional.of(new LockWait(SINCE, 4711, "report, psql")),
                "",
                Map.of(),
                List.of()));
    }

    private static WarehouseView warehouseView(
            int loaders,
            Optional<AppliedView> applied,
            Map<Pausable, Instant> paused,
            long letters,
            List<DriftView> drifts) {
        return new WarehouseView(
                loaders,
                applied,
                Map.of("hub_ticket", 7L),
                Map.of(),
                paused,
                letters,
                List.of(),
                drifts,
                OptionalDouble.empty());
    }

    private static Optional<AppliedView> applied() {
        return Optional.of(new AppliedView("{}", new TransactionNumber(10), new Lsn(800), 100, 10, 90, 1, false));
    }

    private static Probed<LogView> log() {
        return new Probed.Seen<>(new LogView(Optional.of(position(10)), Optional.empty(), Map.of(), NOW));
    }

    private static Probed<LogView> log(List<String> missing, List<LogView.Obstruction> heldBack) {
        return new Probed.Seen<>(
                new LogView(Optional.of(position(10)), Optional.empty(), Map.of(), Map.of(), missing, heldBack, NOW));
    }

    private static LogView.Obstruction heldBack() {
        Settings settings = MinimalSettings.with(Map.of("kafka.bootstrap-servers", "kafka:9092"));
        HeldBack held = new HeldBack(new TopicPartition("postgres.public.seats", 0), 4711, 12, SINCE);
        return new LogView.Obstruction(held.what(), held.todo(new KafkaCommands(settings)));
    }

    private static CapturePosition position(long transactions) {
        return new CapturePosition(
                Map.of("lsn", 800L), new TransactionStamp(transactions, NOW), transactions * 10, new Lsn(800));
    }

    private static DriftView drift() {
        return new DriftView(
                new TableName("public", "bookings"),
                Optional.of("is not in publication cdc_vault"),
                Optional.of("alter publication cdc_vault add table public.bookings"),
                SINCE,
                Optional.empty(),
                SINCE,
                false);
    }

    private static ProcessView failedBefore() {
        StageReport.Failure failure = new StageReport.Failure(
                Instant.EPOCH.plus(NOW, ChronoUnit.MICROS).minusMillis(500),
                "The topics have lost what the vault has not loaded: records of transaction 11 in postgres.public.seats-0",
                FailureKind.RECORDS_LOST.remedy());
        StageReport report =
                new StageReport("load", StageReport.State.RUNNING, SINCE, 3, 0, Optional.of(failure), Optional.empty());
        return new ProcessView("machine:1", true, "0.1.0", SINCE, Map.of(Pausable.LOAD, report));
    }

    private static ProcessView process(StageReport.State state, int failures) {
        Optional<StageReport.Failure> failure = failures == 0
                ? Optional.empty()
                : Optional.of(new StageReport.Failure(
                        SINCE, "Cannot connect to the warehouse", FailureKind.WAREHOUSE_UNREACHABLE.remedy()));
        StageReport report = new StageReport("stage", state, SINCE, failures, failures, failure, Optional.empty());
        return new ProcessView(
                "machine:1", true, "0.1.0", SINCE, Map.of(Pausable.CAPTURE, report, Pausable.LOAD, report));
    }
}
