package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.change.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StandbyLogTest {

    private final List<CapturePosition> committed = new ArrayList<>();
    private boolean isStandby = true;

    private final ChangeLog log = new StandbyLog(
            new ChangeLog() {
                @Override
                public CapturePosition open() {
                    return CapturePosition.START;
                }

                @Override
                public void append(ChangeRecord record) {}

                @Override
                public void commit(CapturePosition position) {
                    committed.add(position);
                }

                @Override
                public void close() {}
            },
            () -> isStandby);

    @Test
    void nothingIsStoredOnceTheStandbyIsPromoted() {
        log.commit(CapturePosition.START);
        isStandby = false;

        assertThatThrownBy(() -> log.commit(CapturePosition.START)).hasMessageContaining("was promoted");
        assertThat(committed).containsExactly(CapturePosition.START);
    }
}
