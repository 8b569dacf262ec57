package io.cdcvault.doctor;

import io.cdcvault.database.NamesInForce;
import io.cdcvault.doctor.kafka.KafkaExamination;
import io.cdcvault.service.Installation;
import io.cdcvault.service.SlotCheck;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.Status;
import io.cdcvault.status.StatusCollector;
import java.time.Clock;
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

    public Doctor(Installation installation) {
        this.installation = installation;
        this.settings = installation.settings();
    }

    /** Every finding, part by part. */
    public List<Finding> examine() {
        ExecutorService threads = Executors.newCachedThreadPool(Doctor::thread);
        try {
            CompletableFuture<Optional<SlotCheck>> slot =
                    CompletableFuture.supplyAsync(() -> SlotPosition.look(settings), threads);
            CompletableFuture<Status> status = slot.thenApply(looked -> new StatusCollector(settings).collect());
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
        examinations.add(new KafkaExamination(installation));
        settings.mart().ifPresent(mart -> examinations.add(presentation(mart)));
        examinations.add(new AdminPort(settings));
        examinations.add(new Disks());
        return examinations;
    }

    private Examination master() {
        return new DatabaseExamination(
                Part.MASTER,
                settings.source(),
                settings.name(),
                session -> masterChecks(
                        new Installation(NamesInForce.of(settings, session.connection()), installation.model())));
    }

    /** In the order in which their fixes work: a table must be logged and identified before it is published. */
    private static List<Check> masterChecks(Installation named) {
        return List.of(
                new MasterSettings(),
                new SourceEncoding(),
                new MasterPrivileges(named),
                new ReplicationSession(named.settings()),
                new SourceTables(named),
                new PublicationContents(named),
                new SourceColumns(named),
                new SourceRows(named),
                new Slots(named.settings()),
                new DatabaseSize(Part.MASTER),
                new ClockDifference(Part.MASTER, Clock.systemUTC()));
    }

    private Examination replica(Settings.Database replica) {
        return new DatabaseExamination(
                Part.REPLICA,
                replica,
                settings.name(),
                session -> List.of(new ReplicaSettings(), new ClockDifference(Part.REPLICA, Clock.systemUTC())));
    }

    private Examination warehouse() {
        return new DatabaseExamination(
                Part.WAREHOUSE,
                settings.warehouse(),
                settings.name(),
                session -> List.of(
                        new WarehouseSettings(),
                        new WarehousePrivileges(installation.model()),
                        new VaultTables(installation.model()),
                        new VaultOwnership(installation),
                        new DatabaseSize(Part.WAREHOUSE),
                        new ClockDifference(Part.WAREHOUSE, Clock.systemUTC())));
    }

    private Examination presentation(Settings.Mart mart) {
        return new DatabaseExamination(
                Part.PRESENTATION,
                mart,
                settings.name(),
                session -> List.of(
                        new MartFiles(settings),
                        new DatabaseSize(Part.PRESENTATION),
                        new ClockDifference(Part.PRESENTATION, Clock.systemUTC())));
    }

    private static Thread thread(Runnable look) {
        Thread thread = new Thread(look, "cdc-vault-doctor");
        thread.setDaemon(true);
        return thread;
    }
}
