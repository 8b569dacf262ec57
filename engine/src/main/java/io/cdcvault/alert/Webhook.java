package io.cdcvault.alert;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.cdcvault.status.collect.StatusSampler.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alerts to a URL, in order. What is not accepted is sent again, with growing pauses, for an hour; alerts that
 * came meanwhile wait behind it.
 */
public final class Webhook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final URI url;
    private final RetryPolicy<Boolean> retry;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ExecutorService sender = Executors.newSingleThreadExecutor(Webhook::thread);

    /** @param firstPause after the first failure; it doubles with each */
    Webhook(URI url, Duration firstPause) {
        this.url = url;
        this.retry = RetryPolicy.<Boolean>builder()
                .handleResult(false)
                .withBackoff(firstPause, LONGEST_PAUSE)
                .withMaxRetries(-1)
                .withMaxDuration(LONGEST_RETRY)
                .build();
    }

    /** Posts to this URL from now on. */
    public static Webhook to(URI url) {
        return new Webhook(url, Duration.ofSeconds(2));
    }

    /** What the sampler hands its samples to. */
    public Consumer<Sample> changesOf(String installation) {
        return new StateChanges(installation, this::send);
    }

    void send(Alert alert) {
        sender.execute(() -> deliver(alert));
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }

    private void deliver(Alert alert) {
        try {
            if (!Failsafe.with(retry).get(() -> isAccepted(alert))) {
                LOG.warn("The alert {} of {} could not be sent within {}", alert.kind(), alert.at(), LONGEST_RETRY);
            }
        } catch (FailsafeException e) {
            LOG.debug("The alert {} was not sent before the end of the service", alert.kind(), e);
        }
    }

    private boolean isAccepted(Alert alert) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(alert.json()))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            LOG.debug("The webhook answered {} to {}", status, alert.kind());
            return status >= 200 && status < 300;
        } catch (IOException e) {
            LOG.debug("The webhook does not answer", e);
            return false;
        }
    }

    private static Thread thread(Runnable send) {
        Thread thread = new Thread(send, "cdc-vault-webhook");
        thread.setDaemon(true);
        return thread;
    }
}
