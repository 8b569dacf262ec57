package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.function.BooleanSupplier;

/**
 * The change log of a capture from a standby. A standby that is promoted continues to stream, with changes of a new
 * timeline, of which the position would say that they are of the one before. So nothing is stored once it is no standby
 * any more: the capture begins again, and finds the new timeline.
 *
 * <p>Why: docs/decisions/0035-changes-may-be-captured-from-a-standby.md
 */
final class StandbyLog implements ChangeLog {

    private final ChangeLog log;
    private final BooleanSupplier isStandby;

    /** @param isStandby asks the server */
    StandbyLog(ChangeLog log, BooleanSupplier isStandby) {
        this.log = log;
        this.isStandby = isStandby;
    }

    @Override
    public CapturePosition open() {
        return log.open();
    }

    @Override
    public void append(ChangeRecord record) {
        log.append(record);
    }

    /** What has arrived while the server is a standby after it, is of the standby's timeline. */
    @Override
    public void commit(CapturePosition position) {
        if (!isStandby.getAsBoolean()) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_CHANGED, "the standby that changes are captured from was promoted");
        }
        log.commit(position);
    }

    @Override
    public void close() {
        log.close();
    }
}
