package io.cdcvault.cli;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.LoadDate;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.service.Replay;
import io.cdcvault.time.Time;
import io.cdcvault.verify.Progress;
import io.cdcvault.verify.VaultDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A vault of several sources, made a second time from the topics of each, one after the other. */
final class SourcesReplay implements AutoCloseable {

    private final List<Installation> installations;
    private final String schema;
    private final List<Replay> replays = new ArrayList<>();
    private final List<CapturePosition> reached = new ArrayList<>();

    /** @param installations of the sources of one vault */
    SourcesReplay(List<Installation> installations, String schema, Time time) {
        this.installations = List.copyOf(installations);
        this.schema = schema;
        try {
            installations.forEach(each -> replays.add(new Replay(each, schema, time)));
        } catch (CdcVaultException e) {
            close();
            throw e;
        }
    }

    void drop() {
        replays.forEach(Replay::drop);
    }

    /** Loads the second vault up to what each source has published by now, and waits for the first. */
    void catchUp(Function<Replay, CapturePosition> load, Duration patience) throws InterruptedException {
        for (Replay replay : replays) {
            reached.add(load.apply(replay));
        }
        for (int i = 0; i < replays.size(); i++) {
            if (!replays.get(i).awaitFirst(reached.get(i), patience)) {
                throw new CdcVaultException(
                        FailureKind.CAPTURE_FAILED,
                        "The vault has not loaded what the source " + source(i) + " published up to "
                                + reached.get(i).commitLsn() + "; see `cdc-vault status`");
            }
        }
    }

    /**
     * What both vaults have of each source where it stands now; of what several feed, where the one stands that is
     * furthest behind: up to there each has said all that it has to say.
     */
    Map<String, ReplayOutcome> outcomes(Progress progress) {
        LoadDate shared = reached.stream()
                .map(position -> position.stamp().loadDate())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Map<String, ReplayOutcome> outcomes = new LinkedHashMap<>();
        for (int i = 0; i < installations.size(); i++) {
            Installation installation = installations.get(i);
            LoadDate loadDate = reached.get(i).stamp().loadDate();
            Set<String> grown = VaultDigest.grown(installation.settings(), installation.model());
            outcomes.put(
                    source(i),
                    new ReplayOutcome(
                            reached.get(i),
                            schema,
                            VaultDigest.of(
                                    installation.settings(), installation.model(), loadDate, shared, grown, progress),
                            VaultDigest.of(
                                    installation.settings(),
                                    installation.model().inSchema(schema),
                                    loadDate,
                                    shared,
                                    grown,
                                    progress),
                            new ReplayOutcome.Waiting(
                                    replays.get(i).waiting(), replays.get(i).waitingInReplay())));
        }
        return outcomes;
    }

    private String source(int number) {
        return installations.get(number).model().settings().share().source();
    }

    @Override
    public void close() {
        replays.forEach(Replay::close);
    }
}
