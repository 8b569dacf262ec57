package io.cdcvault.service;

import io.cdcvault.capture.DebeziumCapture;
import io.cdcvault.capture.SourceDatabase;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Captures: from the master's WAL to a destination. Waits while another service does the same. */
final class CaptureWork implements Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureWork.class);

    private final Installation installation;
    private final Destination destination;
    private final SourceDatabase source;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable DebeziumCapture capture;

    CaptureWork(Installation installation, Destination destination) {
        this.installation = installation;
        this.destination = destination;
        this.source = SourceDatabase.connect(installation.settings(), "capture");
    }

    @Override
    public void run() throws InterruptedException {
        if (waitForLock()) {
            DebeziumCapture ready = prepare();
            if (ready != null) {
                stream(ready);
            }
        }
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        if (capture != null) {
            capture.stop();
        }
    }

    @Override
    public synchronized void close() {
        destination.close();
        source.close();
    }

    private void stream(DebeziumCapture ready) {
        String slot = installation.settings().source().slot();
        try (SlotGuard guard = SlotGuard.watch(source, slot, ready::stop)) {
            try {
                ready.run();
            } finally {
                // The connector's own failure is but a consequence of a lost slot.
                guard.requireSlot();
            }
        }
    }

    private boolean waitForLock() throws InterruptedException {
        boolean told = false;
        while (!source.tryLock() || !destination.tryLock()) {
            if (!told) {
                LOG.info(
                        "Standing by: another service captures from slot {}",
                        installation.settings().source().slot());
                told = true;
            }
            if (stopped.await(1, TimeUnit.SECONDS)) {
                return false;
            }
        }
        return true;
    }

    private synchronized @Nullable DebeziumCapture prepare() throws InterruptedException {
        if (stopped.getCount() == 0) {
            return null;
        }
        source.requireLogicalWal();
        List<TableName> tables = source.publishedTables(installation.tables());
        destination.prepare(tables);
        requireSlot(destination.stored());
        ChangeLog log = destination.log();
        CapturePosition from = begin(log.open(), log);
        LOG.info(
                from.isStart() ? "Capturing {} tables, beginning with a snapshot" : "Capturing {} tables from {}",
                tables.size(),
                from.commitLsn());
        capture =
                new DebeziumCapture(installation.settings(), tables, keys(), destination.wantsTombstones(), log, from);
        return capture;
    }

    /**
     * Holds the stored position against the slot: a capture that would skip changes must not start. Done before the log
     * is opened, which would fence a service that is doing well.
     */
    private void requireSlot(Optional<CapturePosition> stored) {
        String name = installation.settings().source().slot();
        Optional<SourceDatabase.Slot> slot = source.slot();
        if (stored.isEmpty()) {
            if (slot.isPresent()) {
                throw new CdcVaultException(
                        FailureKind.SLOT_FOREIGN,
                        "Replication slot " + name + " exists, but nothing was captured through it");
            }
        } else if (!stored.get().isSnapshotUnfinished()
                && slot.map(SourceDatabase.Slot::isLost).orElse(true)) {
            throw new CdcVaultException(
                    FailureKind.SLOT_MISSING,
                    "Replication slot " + name + (slot.isEmpty() ? " does not exist" : " was invalidated by the master")
                            + ", but changes up to " + stored.get().commitLsn() + " were captured through it");
        }
    }

    /** A snapshot fits the changes after it, without gap or overlap, only together with a slot made for it. */
    private CapturePosition begin(CapturePosition stored, ChangeLog opened) {
        if (stored.isSnapshotUnfinished()) {
            source.dropSlot();
            return stored.withoutOffset();
        }
        if (stored.isStart()) {
            opened.commit(stored.snapshotBegun());
        }
        return stored;
    }

    /** For the tables without a primary key, the source columns of what identifies a row in the model. */
    private Map<TableName, List<String>> keys() {
        Map<TableName, List<String>> keys = new TreeMap<>();
        for (TableName table : source.withoutPrimaryKey(installation.tables())) {
            installation.model().source(table).ifPresent(mapping -> keys.put(table, rowKey(mapping)));
        }
        return keys;
    }

    private List<String> rowKey(SourceTable mapping) {
        return mapping.hubs().stream()
                .filter(feed -> !installation.model().isHub(mapping.row())
                        || feed.role().equals(mapping.row()))
                .map(HubFeed::columns)
                .flatMap(columns -> columns.values().stream())
                .distinct()
                .toList();
    }
}
