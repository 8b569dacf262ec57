package io.cdcvault.status.collect;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.Status;
import io.cdcvault.status.probe.Glance;
import io.cdcvault.status.probe.Probed;
import java.util.Optional;

/**
 * Knows when everything that was committed on the master before a certain moment is in the vault.
 *
 * <p>A logical message marks the moment in the WAL. It travels through the slot behind all that was committed before,
 * so it makes the published position pass the mark at once, also on an idle master.
 */
public final class CatchUp {

    /**
     * The WAL position is taken before the message is written. The transaction id makes the commit flush the WAL:
     * walsenders read no further than that.
     */
    private static final String MARK =
            """
            select mark.lsn::text, pg_current_xact_id()::text, pg_logical_emit_message(false, 'cdc-vault', '')
            from (select pg_current_wal_insert_lsn() as lsn offset 0) as mark""";

    private final Lsn mark;
    private Optional<TransactionNumber> awaited = Optional.empty();

    CatchUp(Lsn mark) {
        this.mark = mark;
    }

    /**
     * Marks the moment.
     *
     * @throws CdcVaultException when the master does not answer
     */
    public static CatchUp mark(Settings settings) {
        Probed<Lsn> mark = Glance.at(
                "master",
                settings.source(),
                settings.name(),
                glance -> glance.query(MARK, row -> {
                    row.next();
                    return Lsn.parse(row.getString(1));
                }));
        return new CatchUp(mark.seen()
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.SOURCE_UNREACHABLE, mark.failure().orElse("The master does not answer"))));
    }

    /** Whether the vault has come so far. The statuses must be handed over in the order they were collected. */
    public boolean isReached(Status status) {
        if (awaited.isEmpty()) {
            awaited = status.capture().published().filter(this::isBehindMark).map(position -> position.stamp()
                    .number());
        }
        TransactionNumber applied =
                status.load().applied().map(AppliedView::number).orElse(TransactionNumber.BEFORE_FIRST);
        return awaited.filter(number -> !number.isAfter(applied)).isPresent();
    }

    /** A snapshot's own position says nothing before its last row. */
    private boolean isBehindMark(CapturePosition position) {
        return !position.isSnapshotUnfinished() && position.commitLsn().compareTo(mark) >= 0;
    }
}
