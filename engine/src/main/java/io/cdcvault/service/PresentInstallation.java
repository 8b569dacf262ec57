package io.cdcvault.service;

import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.ModelVersions;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.drift.ColumnNews;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.installation.Installation;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An installation whose model becomes another while its service runs: the latest that a service was started with or
 * that {@code model migrate} has given it, as it follows the source's columns. Thread-safe.
 *
 * <p>Why: docs/decisions/0028-a-running-service-takes-another-model.md
 */
final class PresentInstallation {

    private static final Logger LOG = LoggerFactory.getLogger(PresentInstallation.class);

    private final Consumer<String> news;
    private volatile Installation last;
    private boolean isPublished;
    private String lastRefused = "";

    /** @param news given a sentence when a column is followed or the model becomes another */
    PresentInstallation(Installation installation, Consumer<String> news) {
        this.news = news;
        this.last = installation;
    }

    /**
     * As the warehouse knows it now. Without the warehouse, as it was known last: a capture continues, and what loads
     * needs the warehouse anyway.
     */
    synchronized Installation now() {
        try {
            Installation next = byLatest(last).following();
            next.followed().stream()
                    .skip(last.followed().size())
                    .map(ColumnNews::text)
                    .forEach(news);
            last = next;
        } catch (CdcVaultException e) {
            // What loads by a model that does not fit the vault reports that, and ends.
            LOG.debug("Which model is in use is not known", e);
        }
        return last;
    }

    /** As it was known last, without a question to the warehouse. */
    Installation known() {
        return last;
    }

    /** The first time, the model that the service was started with becomes the latest. */
    private Installation byLatest(Installation known) {
        if (known.text().isEmpty()) {
            return known;
        }
        ModelVersions.Version latest = latest(known);
        isPublished = true;
        if (latest.text().equals(known.text())) {
            return known;
        }
        try {
            Installation next = known.by(latest.text(), "model version " + latest.number());
            LOG.info("The model is version {} now", latest.number());
            news.accept("The model is version " + latest.number() + " now");
            return next;
        } catch (CdcVaultException e) {
            if (e.kind() != FailureKind.MODEL_INVALID || latest.text().equals(lastRefused)) {
                return known;
            }
            // A later version of the product has written it.
            LOG.warn("The service keeps its model, because it cannot read the latest: {}", e.getMessage());
            lastRefused = latest.text();
            return known;
        }
    }

    private ModelVersions.Version latest(Installation known) {
        String schema = known.model().settings().schema();
        try (Warehouse warehouse = Warehouse.connectBriefly(known.settings())) {
            warehouse.requireOwned(schema);
            return warehouse.attempt("read which model is in use", () -> {
                ModelVersions versions = new ModelVersions(warehouse.connection(), schema);
                ModelVersions.Version latest;
                if (isPublished) {
                    latest = versions.latest().orElseThrow();
                } else {
                    Bookkeeping.migrate(warehouse.connection());
                    latest = versions.use(known.text(), known.model(), FeedName.textOf(known.settings()));
                }
                warehouse.connection().commit();
                return latest;
            });
        }
    }
}
