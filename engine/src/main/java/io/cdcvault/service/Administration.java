package io.cdcvault.service;

import io.cdcvault.admin.Admin;
import io.cdcvault.admin.AdminServer;
import io.cdcvault.admin.LogRing;
import io.cdcvault.admin.kafka.Cluster;
import io.cdcvault.alert.Webhook;
import io.cdcvault.change.Pausable;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.chronicle.Recorder;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.deadletter.WaitingLetters;
import io.cdcvault.metrics.Rates;
import io.cdcvault.metrics.StatusMeters;
import io.cdcvault.settings.Setting;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.SnapshotView;
import io.cdcvault.status.collect.StatusHistory;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.time.Time;
import java.util.List;
import java.util.Optional;

/** Watches an installation for as long as its service runs, and shows what it sees. */
public final class Administration implements AutoCloseable {

    private final StatusSampler sampler;
    private final Optional<Webhook> webhook;
    private final Cluster cluster;
    private final AdminServer server;
    private final Recorder recorder;

    private Administration(
            StatusSampler sampler, Optional<Webhook> webhook, Cluster cluster, AdminServer server, Recorder recorder) {
        this.recorder = recorder;
        this.sampler = sampler;
        this.webhook = webhook;
        this.cluster = cluster;
        this.server = server;
    }

    /**
     * Starts to watch and to listen, before the service runs.
     *
     * @param configuration as it is shown
     * @throws io.cdcvault.failure.CdcVaultException when the admin server cannot listen
     */
    public static Administration start(
            Installation installation, List<Setting> configuration, Service service, Instruments instruments) {
        Settings settings = installation.settings();
        Time time = instruments.time();
        ProcessName process = ProcessName.own(time);
        StatusSampler sampler = new StatusSampler(settings, time, () -> process.view(service.stages()));
        Recorder recorder = new Recorder(settings, process.name(), process.version(), process.startedAt(), time);
        service.notesTo(recorder::note);
        Rates rates = new Rates(instruments.measures().registry(), time);
        StatusHistory history = new StatusHistory();
        StatusMeters meters = new StatusMeters(instruments.measures().registry());
        sampler.listen(history::add);
        sampler.listen(meters::update);
        sampler.listen(sample -> rates.look());
        sampler.listen(new SampleNotes(recorder, history));
        sampler.listen(sample -> sample.status().paused().ifPresent(paused -> service.follow(paused.keySet())));
        sampler.listen(sample -> sample.status().snapshots().ifPresent(all -> service.take(unfinished(all))));
        sampler.listen(sample -> sample.status().modelStand().ifPresent(service::followModel));
        sampler.listen(sample -> service.refreshDueMarts(sample.status()));
        Optional<Webhook> webhook = settings.alerts()
                .webhook()
                // Of several processes of one installation, the one that captures reports.
                .filter(url -> service.stages().containsKey(Pausable.CAPTURE))
                .map(Webhook::to);
        webhook.ifPresent(hook -> sampler.listen(hook.changesOf(settings.name())));
        Cluster cluster = new Cluster(settings);
        Admin admin = new Admin(settings, new PresentMapping(service::installation), time)
                .showing(sampler, history, recorder)
                .showing(instruments.measures()::scrape)
                .showing(sampler, rates)
                .verifying(new BackgroundVerification(installation, sampler, time), service)
                .showing(configuration, LogRing.attach())
                .deciding(
                        new WaitingLetters(
                                settings, installation.model().settings().schema()),
                        () -> installation.deadLetters(time),
                        sampler,
                        service)
                .doing(service, sampler);
        if (settings.kafka().bootstrapServers().isPresent()) {
            admin.showing(cluster);
        }
        AdminServer server = admin.start();
        sampler.start();
        return new Administration(sampler, webhook, cluster, server, recorder);
    }

    private static List<TableSnapshot> unfinished(List<SnapshotView> snapshots) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.finishedAt().isEmpty())
                .map(SnapshotView::snapshot)
                .toList();
    }

    /** Where a browser finds the page. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        sampler.close();
        webhook.ifPresent(Webhook::close);
        server.close();
        cluster.close();
        recorder.close();
    }
}
