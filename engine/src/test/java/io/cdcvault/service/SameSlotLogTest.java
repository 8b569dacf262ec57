package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SameSlotLogTest {

    private static final CapturePosition STORED = position(7);
    private static final CapturePosition NEXT = position(8);

    private final List<String> written = new ArrayList<>();
    private final List<CapturePosition> looks = new ArrayList<>();

    @Test
    void slotIsLookedAtOnceBeforeTheFirstTransactionIsWritten() {
        SameSlotLog log = log(STORED);
        log.append(begin());
        log.commit(NEXT);
        log.append(begin());

        assertThat(looks).containsExactly(STORED);
    }

    @Test
    void nothingIsWrittenThroughASlotThatSkippedChanges() {
        SameSlotLog log = new SameSlotLog(
                new Written(STORED),
                committed -> {
                    throw new IllegalStateException("skipped");
                },
                (before, after) -> {});
        log.open();

        assertThatThrownBy(() -> log.append(begin())).hasMessage("skipped");
        assertThatThrownBy(() -> log.commit(NEXT)).hasMessage("skipped");
        assertThat(written).isEmpty();
    }

    @Test
    void afterASnapshotTheSlotIsComparedWithThePlaceOfTheSnapshot() {
        SameSlotLog log = log(CapturePosition.START);
        log.commit(CapturePosition.START.snapshotBegun());
        log.commit(STORED);
        assertThat(looks).isEmpty();

        log.append(begin());

        assertThat(looks).containsExactly(STORED);
    }

    @Test
    void newSnapshotIsBegunWhateverTheSlotHasSkipped() {
        SameSlotLog log = log(STORED);

        log.commit(STORED.snapshotBegun());
        log.commit(NEXT);

        assertThat(looks).isEmpty();
    }

    private SameSlotLog log(CapturePosition stored) {
        SameSlotLog log = new SameSlotLog(new Written(stored), looks::add, (before, after) -> {});
        log.open();
        return log;
    }

    private static ChangeRecord begin() {
        return new ChangeRecord(Kind.BEGIN, "topic", null, null, new TransactionStamp(1, 1), 0);
    }

    private static CapturePosition position(long lsn) {
        return new CapturePosition(Map.of("lsn", lsn), new TransactionStamp(3, 30), 12, new Lsn(lsn));
    }

    private final class Written implements ChangeLog {

        private final CapturePosition stored;

        Written(CapturePosition stored) {
            this.stored = stored;
        }

        @Override
        public CapturePosition open() {
            return stored;
        }

        @Override
        public void append(ChangeRecord record) {
            written.add(record.kind().name());
        }

        @Override
        public void commit(CapturePosition position) {
            written.add(position.commitLsn().toString());
        }

        @Override
        public void close() {}
    }
}
