package io.cdcvault.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.Mutations;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The capture finds its position among whatever else stands on the position topic. */
final class PositionFuzzTest {

    private static final CapturePosition POSITION = position(42);

    @Test
    void anyPositionIsReadOrRefused() {
        byte[] json = PositionJson.write(POSITION);
        Mutations.forEachSeed(random -> {
            try {
                assertThat(PositionJson.read(new Mutations(random.nextLong()).mutated(json)))
                        .isNotNull();
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
        });
    }

    @Test
    void garbageTombstonesAndCopiesOfEarlierPositionsArePassedOver() {
        NewestPosition newest = new NewestPosition();
        newest.add(record(1, PositionJson.write(position(41))));
        newest.add(record(2, PositionJson.write(POSITION)));
        newest.add(record(3, PositionJson.write(position(7))));
        newest.add(record(4, new byte[] {'g'}));
        newest.add(record(5, null));

        assertThat(newest.isAmongOthers()).isTrue();
        assertThat(newest.orRefuse().orElseThrow().position().stamp()).isEqualTo(POSITION.stamp());
    }

    @Test
    void topicWithoutAPositionThatHeldOneIsRefusedByPlace() {
        NewestPosition newest = new NewestPosition();
        newest.add(record(3, null));

        assertThatThrownBy(newest::orRefuse)
                .isInstanceOfSatisfying(CdcVaultException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(FailureKind.POSITION_OVERWRITTEN))
                .hasMessageContaining("p.cdc-vault.position-0@3");
    }

    private static CapturePosition position(long number) {
        return new CapturePosition(
                Map.of("lsn", 5L), new TransactionStamp(number, number * 10), number, new Lsn(number));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>("p.cdc-vault.position", 0, offset, new byte[] {'k'}, value);
    }
}
