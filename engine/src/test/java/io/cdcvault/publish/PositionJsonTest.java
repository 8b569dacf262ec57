package io.cdcvault.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TableSnapshots;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class PositionJsonTest {

    private static final CapturePosition POSITION =
            new CapturePosition(Map.of("lsn", 7), new TransactionStamp(3, 30), 12, new Lsn(7));

    @Test
    void serverIsStoredWithThePosition() throws IOException {
        CapturePosition onServer = POSITION.at(new ServerIdentity("7301234567890123456", 2));

        assertThat(PositionJson.read(PositionJson.write(onServer))).isEqualTo(onServer);
    }

    @Test
    void positionOfAnOlderVersionNamesNoServer() throws IOException {
        String stored =
                "{\"offset\":{\"lsn\":7},\"transaction\":3,\"load_date\":30,\"events\":12,\"commit_lsn\":\"0/7\"}";

        assertThat(PositionJson.read(stored.getBytes(StandardCharsets.UTF_8))).isEqualTo(POSITION);
    }

    @Test
    void keyWithNullsIsReadBackAsItWasWritten() throws IOException {
        TableSnapshot snapshot = new TableSnapshot(4, new TableName("shop", "place"));
        SnapshotCursor cursor = new SnapshotCursor(snapshot, Arrays.asList("1", null, "x"), 300);
        CapturePosition position = new CapturePosition(
                Map.of("lsn", 7),
                new TransactionStamp(3, 30),
                12,
                new Lsn(7),
                new TableSnapshots(OptionalLong.of(3), Optional.of(cursor)),
                Optional.empty());

        CapturePosition read = PositionJson.read(PositionJson.write(position));

        assertThat(read.snapshots().current()).contains(cursor);
    }
}
