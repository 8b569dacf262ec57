package io.cdcvault.service;

import io.cdcvault.admin.Controls;
import io.cdcvault.bookkeeping.Pauses;
import io.cdcvault.bookkeeping.SnapshotRequests;
import io.cdcvault.capture.snapshot.WantedSnapshots;
import io.cdcvault.change.Pausable;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.chronicle.Event;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.relay.Relay;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.Status;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The road in one process, or one half of it: captures and publishes, loads, or both, until it is stopped. Without
 * Kafka, one stage does it all.
 */
public final class Service implements Controls {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Duration DRAIN = Duration.ofSeconds(8);
    /** Of a partial snapshot: enough for more chunks than are read between two looks at the warehouse. */
    private static final int KEYS_AT_ONCE = 50_000;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<Pausable, Supervisor> supervisors = new EnumMap<>(Pausable.class);
    private final PresentInstallation present;
    private final Pauses pauses;
    private final SnapshotRequests requests;
    private final WantedSnapshots wanted = new WantedSnapshots();
    private final ServerChanges changes;
    private final Time time;
    /** By which each stage works. */
    private final Map<Pausable, Installation> begun = new ConcurrentHashMap<>();

    private volatile String lastModelStand = "";
    private Optional<MartSchedule> marts = Optional.empty();
    private volatile Consumer<Event> notes = event -> {};

    private Service(Installation installation, Time time) {
        this.time = time;
        this.present = new PresentInstallation(installation, this::noteForAll);
        changes = new ServerChanges(this::noteForAll, time);
        pauses = new Pauses(installation.settings());
        requests = new SnapshotRequests(installation.settings());
    }

    /**
     * The whole road.
     *
     * @param consent to losses that would end it otherwise
     */
    public static Service run(Installation installation, LossConsent consent, Instruments instruments) {
        Service service = new Service(installation, instruments.time());
        service.marts = MartSchedule.of(installation, instruments.time());
        if (installation.settings().kafka().bootstrapServers().isPresent()) {
            Relay relay = Relays.of(installation.settings(), instruments.time());
            service.captureToTopics(consent, instruments, relay);
            service.supervise(Pausable.LOAD, present -> new LoadWork(present, instruments, new SoleLoad(relay)));
        } else {
            service.supervise(Pausable.CAPTURE, present -> {
                Destination vault = new VaultDestination(present, instruments);
                return new CaptureWork(
                        present,
                        measured(vault, instruments),
                        consent,
                        service.wanted,
                        service.changes,
                        instruments.time());
            });
        }
        return service;
    }

    /**
     * From the master to the topics; others load.
     *
     * @param consent to losses that would end it otherwise
     */
    public static Service capture(Installation installation, LossConsent consent, Instruments instruments) {
        KafkaClients.bootstrapServers(installation.settings());
        Service service = new Service(installation, instruments.time());
        service.captureToTopics(consent, instruments, Relay.unconnected(instruments.time()));
        return service;
    }

    /** A share of the topics, together with others that do the same. */
    public static Service load(Installation installation, Instruments instruments) {
        KafkaClients.bootstrapServers(installation.settings());
        Service service = new Service(installation, instruments.time());
        service.marts = MartSchedule.of(installation, instruments.time());
        service.supervise(Pausable.LOAD, present -> new LoadWork(present, instruments, new GroupLoad()));
        return service;
    }

    private void captureToTopics(LossConsent consent, Instruments instruments, Relay relay) {
        supervise(Pausable.CAPTURE, installation -> {
            Destination topics = new TopicsDestination(installation, instruments, relay);
            return new CaptureWork(installation, measured(topics, instruments), consent, wanted, changes, time);
        });
    }

    /**
     * Returns after {@link #stop}.
     *
     * @throws CdcVaultException when a stage ended for good
     */
    public void run() throws InterruptedException {
        follow(rememberedPauses());
        supervisors.values().forEach(Supervisor::start);
        ended.await();
        stop();
        Optional<CdcVaultException> failure = supervisors.values().stream()
                .flatMap(supervisor -> supervisor.failure().stream())
                .findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Lets each stage finish what it has begun, within ten seconds. From any thread, any number of times. */
    public void stop() throws InterruptedException {
        marts.ifPresent(MartSchedule::close);
        for (Supervisor supervisor : supervisors.values()) {
            supervisor.stop(DRAIN.dividedBy(supervisors.size()));
        }
    }

    /** Does what the warehouse remembers: requests of the page, a command, another service. */
    public void follow(Set<Pausable> paused) {
        supervisors.forEach((stage, supervisor) -> supervisor.pause(paused.contains(stage)));
    }

    /**
     * Lets stages that work by another model than the present one begin again.
     *
     * @param modelStand another text whenever the model may have become another
     */
    public void followModel(String modelStand) {
        if (modelStand.equals(lastModelStand)) {
            return;
        }
        lastModelStand = modelStand;
        Installation now = present.now();
        begun.forEach((stage, installation) -> {
            // A change that leaves the model as it is may let dead letters in.
            if (!installation.model().equals(now.model())
                    || !installation.followed().equals(now.followed())) {
                restart(stage);
            }
        });
    }

    /** By whose model the stages work, or will when they begin again. */
    Installation installation() {
        return present.known();
    }

    /** Takes what the warehouse remembers of requested snapshots that are not finished. */
    public void take(Collection<TableSnapshot> snapshots) {
        wanted.update(snapshots);
        try {
            wanted.awaitsKeys()
                    .flatMap(cursor -> requests.keys(cursor, KEYS_AT_ONCE))
                    .ifPresent(wanted::give);
        } catch (CdcVaultException e) {
            LOG.debug("The keys of a snapshot cannot be read; it waits for them", e);
        }
    }

    /** Refreshes the marts whose time has come, if this process loads. */
    public void refreshDueMarts(Status status) {
        marts.ifPresent(schedule -> schedule.see(status));
    }

    @Override
    public void refreshMart(String mart) {
        marts.orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "This process refreshes no marts: those that load do, with a `mart.url`"))
                .request(mart);
    }

    @Override
    public void snapshot(Collection<TableName> tables) {
        requests.request(tables);
    }

    @Override
    public List<TableName> cancelSnapshots(Collection<TableName> tables) {
        return requests.cancel(tables);
    }

    @Override
    public Optional<String> snapshotObstacle() {
        return wanted.obstacle();
    }

    @Override
    public Map<Pausable, StageReport> stages() {
        Map<Pausable, StageReport> reports = new EnumMap<>(Pausable.class);
        supervisors.forEach((stage, supervisor) -> reports.put(stage, supervisor.report()));
        return reports;
    }

    @Override
    public void pause(Pausable stage) {
        pauses.pause(stage);
    }

    @Override
    public void resume(Pausable stage) {
        pauses.resume(stage);
    }

    @Override
    public void note(String what, String who) {
        notes.accept(new Event(time.now(), what, Optional.of(who), Event.Tone.DONE));
    }

    /** What each process of the installation notices, the one that captures notes. */
    private void noteForAll(String what) {
        if (supervisors.containsKey(Pausable.CAPTURE)) {
            notes.accept(new Event(time.now(), what, Optional.empty(), Event.Tone.GOOD));
        }
    }

    /** Hands what is noted on from now on. */
    void notesTo(Consumer<Event> wanted) {
        notes = wanted;
    }

    @Override
    public void restart(Pausable stage) {
        Supervisor supervisor = supervisors.get(stage);
        if (supervisor != null) {
            supervisor.restart();
        }
    }

    private static Destination measured(Destination destination, Instruments instruments) {
        return new MeasuredDestination(destination, instruments.measures());
    }

    private void supervise(Pausable stage, Function<Installation, Stoppable> works) {
        Supplier<Stoppable> byPresentModel = () -> {
            Installation installation = present.now();
            begun.put(stage, installation);
            return works.apply(installation);
        };
        supervisors.put(stage, new Supervisor(stage.word(), byPresentModel, ended::countDown, time));
    }

    /**
     * Without the warehouse it is not known: then it is better to capture, so that the master need not keep its WAL.
     */
    private Set<Pausable> rememberedPauses() {
        try {
            return pauses.read();
        } catch (CdcVaultException e) {
            LOG.debug("Whether anything is paused is not known", e);
            return Set.of();
        }
    }
}
