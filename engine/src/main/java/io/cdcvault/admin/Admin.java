package io.cdcvault.admin;

import io.cdcvault.admin.kafka.Cluster;
import io.cdcvault.capture.connector.ConnectorConfiguration;
import io.cdcvault.chronicle.Recorder;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.deadletter.WaitingLetters;
import io.cdcvault.metrics.Rates;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.settings.Setting;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.collect.StatusHistory;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the admin server shows and hands on. */
public final class Admin {

    private final Settings settings;
    private final Supplier<Mapping> mapping;
    private final Time time;
    private final List<Routes> routes = new ArrayList<>(List.of(new PageRoutes()));

    /** @param mapping the present one; asked for with each request */
    public Admin(Settings settings, Supplier<Mapping> mapping, Time time) {
        this.settings = settings;
        this.mapping = mapping;
        this.time = time;
    }

    /** The state, now and in the past. */
    public Admin showing(StatusSampler sampler, StatusHistory history, Recorder recorder) {
        routes.add(new HealthRoutes(sampler, time));
        routes.add(new StatusRoutes(settings.name(), mapping, sampler, time));
        routes.add(new HistoryRoutes(history, recorder, time));
        routes.add(new SnapshotRoutes(settings.topicPrefix()));
        return this;
    }

    /**
     * The metrics.
     *
     * @param scrape them in Prometheus' text format
     */
    public Admin showing(Supplier<String> scrape) {
        routes.add(new MetricsRoute(scrape));
        return this;
    }

    /** The model, how its tables are loaded, what waits, and how fast it arrives, table by table. */
    public Admin showing(StatusSampler sampler, Rates rates) {
        routes.add(new ModelRoutes(mapping));
        routes.add(new TableRoutes(settings.topicPrefix(), mapping, sampler, rates));
        return this;
    }

    /** Whether the vault shows what the source holds. */
    public Admin verifying(VerificationRun verification, Controls controls) {
        routes.add(new VerificationRoutes(verification, controls));
        return this;
    }

    /** The running configuration and the log. */
    public Admin showing(List<Setting> configuration, LogRing log) {
        routes.add(new ProcessRoutes(configuration, log));
        return this;
    }

    /**
     * What may be done to the service.
     *
     * @param sampler knows what became of it
     */
    public Admin doing(Controls controls, StatusSampler sampler) {
        routes.add(new StageRoutes(controls));
        routes.add(new TableSnapshotRoutes(controls, mapping, sampler));
        routes.add(new MartRoutes(controls, sampler));
        routes.add(new ConnectRoutes(settings.name(), this::connector, controls));
        return this;
    }

    private Map<String, String> connector() {
        return ConnectorConfiguration.of(
                settings,
                mapping.get().model().sources().stream().map(SourceTable::table).toList());
    }

    /**
     * The changes that could not be loaded.
     *
     * @param waiting to be looked at
     * @param deadLetters connected for each change
     */
    public Admin deciding(
            WaitingLetters waiting, Supplier<DeadLetters> deadLetters, StatusSampler sampler, Controls controls) {
        routes.add(new DeadLetterRoutes(waiting, deadLetters, sampler, controls));
        return this;
    }

    /** What the brokers hold; for an installation with Kafka. */
    public Admin showing(Cluster cluster) {
        routes.add(new KafkaRestRoutes(cluster));
        return this;
    }

    List<Routes> routes() {
        return List.copyOf(routes);
    }

    /**
     * Starts the server.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the port is taken, or the address is open to others and there
     *     is no token
     */
    public AdminServer start() {
        return AdminServer.start(settings.admin(), routes);
    }
}
