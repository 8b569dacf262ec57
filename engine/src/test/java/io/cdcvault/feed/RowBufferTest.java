package io.cdcvault.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowBufferTest {

    @Test
    void bufferIsFullOfRows() {
        RowBuffer buffer = new RowBuffer(new BatchLimit(2, Long.MAX_VALUE));
        buffer.add(row(1));
        assertThat(buffer.isFull()).isFalse();
        buffer.add(row(1));
        assertThat(buffer.isFull()).isTrue();
    }

    @Test
    void bufferIsFullOfBytes() {
        RowBuffer buffer = new RowBuffer(new BatchLimit(Integer.MAX_VALUE, 1_000));
        buffer.add(row(999));
        assertThat(buffer.isFull()).isFalse();
        buffer.add(row(1));
        assertThat(buffer.isFull()).isTrue();
        assertThat(buffer.take()).hasSize(2);
        assertThat(buffer.isFull()).isFalse();
    }

    @Test
    void limitOfASmallHeapIsAShareOfIt() {
        assertThat(BatchLimit.of(10_000).bytes())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 32);
    }

    private static RowChange row(int bytes) {
        Origin origin = new Origin(null, new byte[bytes], new Origin.Place("a file, line ", 1));
        return RowChange.unreadable(new TableName("public", "t"), new TransactionStamp(1, 1), Optional.empty(), origin);
    }
}
