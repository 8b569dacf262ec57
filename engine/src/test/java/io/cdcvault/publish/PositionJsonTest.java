package io.cdcvault.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TableSnapshots;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PositionJsonTest {

    @Test
    void keyWithNullsIsReadBackAsItWasWritten() throws IOException {
        TableSnapshot snapshot = new TableSnapshot(4, new TableName("shop", "place"));
        SnapshotCursor cursor = new SnapshotCursor(snapshot, Arrays.asList("1", null, "x"), 300);
        CapturePosition position = new CapturePosition(
                Map.of("lsn", 7),
                new TransactionStamp(3, 30),
                12,
                new Lsn(7),
                new TableSnapshots(3, Optional.of(cursor)));

        CapturePosition read = PositionJson.read(PositionJson.write(position));

        assertThat(read.snapshots().current()).contains(cursor);
    }
}
