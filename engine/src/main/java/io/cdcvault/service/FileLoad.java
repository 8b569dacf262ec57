package io.cdcvault.service;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.FeedName;
import io.cdcvault.feed.file.FileFeed;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.time.Time;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Loads a file of envelopes into the vault, once: what is loaded under its name is not loaded again. */
public final class FileLoad {

    private final Installation installation;
    private final String name;
    private final Time time;

    /** @param name distinguishes the file from others, in the warehouse and in messages */
    public FileLoad(Installation installation, String name, Time time) {
        this.time = time;
        this.installation = installation;
        this.name = name;
    }

    /**
     * How far it is.
     *
     * @param lines read
     * @param bytes read
     * @param rows loaded
     */
    public record Progress(long lines, long bytes, long rows) {}

    /**
     * Returns at the end of the file.
     *
     * @param in closed before it returns
     * @return what is not loaded because the file ends within it
     * @throws CdcVaultException when it cannot be loaded; the transactions before are
     */
    public Optional<String> load(InputStream in, Consumer<Progress> progress) {
        try (Warehouse warehouse = Warehouse.connect(installation.settings())) {
            if (!warehouse.tryLock(installation.settings().name())) {
                throw new CdcVaultException(
                        FailureKind.WAREHOUSE_FENCED,
                        "A service loads " + installation.settings().name() + " at the moment: stop it first");
            }
            warehouse.createMissing(installation.model());
            VaultLoader loader =
                    new VaultLoader(warehouse, feedName(), installation.loadPlans(), installation.policies(), time);
            try (FileFeed feed = feed(in, loader.position())) {
                load(feed, loader, progress);
                return feed.unfinished();
            }
        }
    }

    private static void load(FileFeed feed, VaultLoader loader, Consumer<Progress> progress) {
        long rows = 0;
        ChangeBatch batch;
        do {
            batch = feed.poll(Duration.ZERO);
            if (!batch.isEmpty()) {
                loader.load(batch);
            }
            rows += batch.changes().size();
            progress.accept(new Progress(feed.lines(), feed.bytes(), rows));
        } while (!batch.isEmpty());
    }

    private FeedName feedName() {
        return FeedName.ofFile(
                installation.settings(), installation.model().settings().schema(), name);
    }

    private static FileFeed.Resume resume(AppliedPosition applied) {
        return new FileFeed.Resume(applied.resumeFrom(), applied.stamp(), applied.events());
    }

    private FileFeed feed(InputStream in, Optional<AppliedPosition> applied) {
        return new FileFeed(
                name,
                in,
                installation.tables(),
                applied.map(FileLoad::resume),
                installation.settings().load().batchRows());
    }
}
