package io.cdcvault.service;

import io.cdcvault.admin.VerificationRun;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.CatchUp;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import io.cdcvault.verify.SourceSnapshot;
import io.cdcvault.verify.Verification;
import io.cdcvault.verify.VerifyJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the vault against the source while the service continues, for the page. */
final class BackgroundVerification implements VerificationRun {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundVerification.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Installation installation;
    private final StatusSampler sampler;
    private final Time time;
    private Map<String, @Nullable Object> state = Map.of("state", "none");

    BackgroundVerification(Installation installation, StatusSampler sampler, Time time) {
        this.time = time;
        this.installation = installation;
        this.sampler = sampler;
    }

    @Override
    public synchronized void start() {
        if ("running".equals(state.get("state"))) {
            return;
        }
        state = new LinkedHashMap<>(
                Map.of("state", "running", "started_at", time.now().toString(), "step", "", "done", 0, "steps", 0));
        at(0, 0, "waiting for a moment that source and vault have in common");
        Thread thread = new Thread(this::run, "cdc-vault-verification");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized Map<String, @Nullable Object> state() {
        return new LinkedHashMap<>(state);
    }

    private synchronized void at(int done, int steps, String step) {
        state.put("step", step);
        state.put("done", done);
        state.put("steps", steps);
    }

    private synchronized void end(String how, Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> ended = new LinkedHashMap<>();
        ended.put("state", how);
        ended.put("started_at", state.get("started_at"));
        ended.put("ended_at", time.now().toString());
        ended.putAll(result);
        state = ended;
    }

    private void run() {
        try {
            Map<String, @Nullable Object> result = verify();
            LOG.info("The verification says {}: {} differences", result.get("verdict"), result.get("differences"));
            end("done", result);
        } catch (CdcVaultException e) {
            LOG.warn("The verification failed: {}", e.getMessage());
            end("failed", Map.of("failure", e.getMessage() + ". " + e.kind().remedy()));
        } catch (RuntimeException e) {
            LOG.error("The verification failed", e);
            end("failed", Map.of("failure", "This is a defect of cdc-vault; its log says more"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without examples, which are rows. */
    private Map<String, @Nullable Object> verify() throws InterruptedException {
        Installation following = installation.inUse();
        following.requireOwnVault();
        try (SourceSnapshot snapshot = SourceSnapshot.take(following.settings(), PATIENCE, time)) {
            awaitVault();
            return VerifyJson.object(
                    new Verification(following.model(), following.model().sources(), 0)
                            .run(following.settings(), snapshot, this::at));
        }
    }

    private void awaitVault() throws InterruptedException {
        CatchUp mark = CatchUp.mark(installation.settings());
        Deadline patienceEnds = time.deadline(PATIENCE);
        Optional<Status> status = sampler.latest().map(StatusSampler.Sample::status);
        while (status.filter(mark::isReached).isEmpty()) {
            if (patienceEnds.isPast()) {
                throw new CdcVaultException(
                        FailureKind.CAPTURE_FAILED,
                        "The vault has not caught up with the source: "
                                + status.map(now -> String.join("; ", now.reasons()))
                                        .orElse("nothing is known of it"));
            }
            time.sleep(PAUSE);
            status = sampler.latest().map(StatusSampler.Sample::status);
        }
    }
}
