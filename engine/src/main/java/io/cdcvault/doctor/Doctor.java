package io.cdcvault.doctor;

import io.cdcvault.database.NamesInForce;
import io.cdcvault.doctor.database.Check;
import io.cdcvault.doctor.database.ClockDifference;
import io.cdcvault.doctor.database.ComputedValues;
import io.cdcvault.doctor.database.DatabaseExamination;
import io.cdcvault.doctor.database.DatabaseSize;
import io.cdcvault.doctor.database.Disks;
import io.cdcvault.doctor.database.Lags;
import io.cdcvault.doctor.database.MartFiles;
import io.cdcvault.doctor.database.MasterPrivileges;
import io.cdcvault.doctor.database.MasterSettings;
import io.cdcvault.doctor.database.PublicationContents;
import io.cdcvault.doctor.database.ReplicaSettings;
import io.cdcvault.doctor.database.ReplicationSession;
import io.cdcvault.doctor.database.SlotChecks;
import io.cdcvault.doctor.database.SlotPosition;
import io.cdcvault.doctor.database.SourceColumns;
import io.cdcvault.doctor.database.SourceEncoding;
import io.cdcvault.doctor.database.SourceRows;
import io.cdcvault.doctor.database.SourceTableChecks;
import io.cdcvault.doctor.database.Types;
import io.cdcvault.doctor.database.VaultOwnership;
import io.cdcvault.doctor.database.VaultTableChecks;
import io.cdcvault.doctor.database.WarehousePrivileges;
import io.cdcvault.doctor.database.WarehouseSettings;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.kafka.KafkaExamination;
import io.cdcvault.installation.Installation;
import io.cdcvault.service.SlotCheck;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Looks at every system at the same time, and changes none. */
public final class Doctor {

    private final Installation installation;
    private final Settings settings;
    private final Time time;

    public Doctor(Installation installation, Time time) {
        this.installation = installation;
        this.time = time;
        this.settings = installation.settings();
    }

    /** Every finding, part by part. */
    public List<Finding> examine() {
        ExecutorService threads = Executors.newCachedThreadPool(Doctor::thread);
        try {
            CompletableFuture<Optional<SlotCheck>> slot =
                    CompletableFuture.supplyAsync(() -> SlotPosition.look(settings), threads);
            CompletableFuture<Status> status = slot.thenApply(looked -> new StatusCollector(settings, time).collect());
            Stream<CompletableFuture<List<Finding>>> later = Stream.of(
                    slot.thenCombine(status, (looked, seen) -> new SlotPosition(settings, looked, seen).findings()),
                    status.thenApply(seen -> new Lags(settings, seen).findings()));
            Stream<CompletableFuture<List<Finding>>> now = examinations().stream()
                    .map(examination -> CompletableFuture.supplyAsync(examination::findings, threads));
            List<CompletableFuture<List<Finding>>> begun =
                    Stream.concat(now, later).toList();
            return begun.stream()
                    .flatMap(findings -> findings.join().stream())
                    .sorted(Comparator.comparing(Finding::part))
                    .toList();
        } finally {
            threads.shutdown();
        }
    }

    private List<Examination> examinations() {
        List<Examination> examinations = new ArrayList<>();
        examinations.add(master());
        settings.replica().ifPresent(replica -> examinations.add(replica(replica)));
        examinations.add(warehouse());
        examinations.add(new Types(installation));
        examinations.add(new KafkaExamination(installation, time));
        settings.mart().ifPresent(mart -> examinations.add(presentation(mart)));
        examinations.add(new AdminPort(settings));
        examinations.add(new Disks());
        return examinations;
    }

    private Examination master() {
        return new DatabaseExamination(
                Area.MASTER,
                settings.source(),
                settings.name(),
                session -> masterChecks(installation.with(NamesInForce.of(settings, session.connection()))));
    }

    /** In the order in which their fixes work: a table must be logged and identified before it is published. */
    private List<Check> masterChecks(Installation named) {
        return List.of(
                new MasterSettings(),
                new SourceEncoding(),
                new MasterPrivileges(named),
                new ReplicationSession(named.settings()),
                new SourceTableChecks(named),
                new PublicationContents(named),
                new SourceColumns(named),
                new SourceRows(named),
                new SlotChecks(named.settings()),
                new DatabaseSize(Area.MASTER),
                new ClockDifference(Area.MASTER, time));
    }

    private Examination replica(Settings.Database replica) {
        return new DatabaseExamination(
                Area.REPLICA,
                replica,
                settings.name(),
                session -> List.of(new ReplicaSettings(), new ClockDifference(Area.REPLICA, time)));
    }

    private Examination warehouse() {
        return new DatabaseExamination(
                Area.WAREHOUSE,
                settings.warehouse(),
                settings.name(),
                session -> List.of(
                        new WarehouseSettings(),
                        new WarehousePrivileges(installation.model()),
                        new VaultTableChecks(installation.model()),
                        new ComputedValues(installation),
                        new VaultOwnership(installation),
                        new DatabaseSize(Area.WAREHOUSE),
                        new ClockDifference(Area.WAREHOUSE, time)));
    }

    private Examination presentation(Settings.Mart mart) {
        return new DatabaseExamination(
                Area.PRESENTATION,
                mart,
                settings.name(),
                session -> List.of(
                        new MartFiles(settings),
                        new DatabaseSize(Area.PRESENTATION),
                        new ClockDifference(Area.PRESENTATION, time)));
    }

    private static Thread thread(Runnable look) {
        Thread thread = new Thread(look, "cdc-vault-doctor");
        thread.setDaemon(true);
        return thread;
    }
}
