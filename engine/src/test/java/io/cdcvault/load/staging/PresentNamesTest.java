package io.cdcvault.load.staging;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.TableName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class PresentNamesTest {

    private static final PresentNames NAMES = new PresentNames(
            ColumnHistory.NONE.renamed("id", "item_no", OptionalLong.empty()).formerNames());

    @Test
    void recordKeyGetsThePresentNameAndKeepsItsValue() {
        RowChange change = NAMES.of(change("{\"id\":1,\"part\":\"a\"}"));

        assertThat(key(change)).isEqualTo("{\"item_no\":1,\"part\":\"a\"}");
        assertThat(change.image().columns()).isEqualTo(Map.of("item_no", "1"));
        assertThat(key(NAMES.of(change("{\"schema\":{},\"payload\":{\"id\":1}}"))))
                .isEqualTo("{\"item_no\":1}");
    }

    @Test
    void recordKeyWithThePresentNameStaysAsItIs() {
        assertThat(key(NAMES.of(change("{ \"item_no\": 1}")))).isEqualTo("{ \"item_no\": 1}");
        assertThat(key(NAMES.of(change("no JSON")))).isEqualTo("no JSON");
    }

    private static RowChange change(String key) {
        return new RowChange(
                new TableName("public", "item"),
                Operation.UPDATE,
                new RowImage(Map.of("id", "1")),
                TransactionStamp.BEFORE_FIRST,
                Optional.empty(),
                1,
                new Origin(key.getBytes(StandardCharsets.UTF_8), new byte[0], new Origin.Place("topic-0@", 1)));
    }

    private static String key(RowChange change) {
        return new String(Objects.requireNonNull(change.origin().key()), StandardCharsets.UTF_8);
    }
}
