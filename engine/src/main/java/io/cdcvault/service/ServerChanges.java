package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices, over all attempts to capture, that changes come from another server than before. Thread-safe. */
final class ServerChanges {

    private static final Logger LOG = LoggerFactory.getLogger(ServerChanges.class);

    private final Consumer<String> news;
    private final Time time;
    /** Since changes last came. */
    private Optional<Stopwatch> silence = Optional.empty();

    /** @param news given a sentence each time */
    ServerChanges(Consumer<String> news, Time time) {
        this.news = news;
        this.time = time;
    }

    /** A capture that has streamed, or was about to, has failed. */
    synchronized void captureFailed() {
        if (silence.isEmpty()) {
            silence = Optional.of(time.stopwatch());
        }
    }

    /**
     * The first position of a capture is stored.
     *
     * @param before where it began
     * @param address of the server that it streams from
     */
    synchronized void streams(CapturePosition before, CapturePosition stored, String address) {
        Optional<ServerIdentity> server = stored.server()
                .filter(now ->
                        before.server().isPresent() && !before.server().get().equals(now));
        server.ifPresent(now -> {
            String what = "The capture continued on the server at " + address + ", timeline " + now.timeline()
                    + ", which has all that was captured before, up to " + before.commitLsn()
                    + silence.map(ServerChanges::text).orElse("");
            LOG.info("{}", what);
            note(what);
        });
        silence = Optional.empty();
    }

    /** What happened to the server, for those who look later. */
    void note(String what) {
        news.accept(what);
    }

    private static String text(Stopwatch since) {
        return String.format(Locale.ROOT, ", %.1f s after the server before was lost", since.seconds());
    }
}
