package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class TailMergeTest {

    private static final TopicPartition ROWS = new TopicPartition("rows", 0);
    private static final TopicPartition TRANSACTIONS = new TopicPartition("transactions", 0);

    private final TailMerge merge = new TailMerge(List.of(ROWS, TRANSACTIONS));

    @Test
    void recordsComeAsTheirTransactionsWere() throws JsonProcessingException {
        merge.add(TRANSACTIONS, record("transactions", 1, "{'status':'BEGIN'}"));
        merge.add(TRANSACTIONS, record("transactions", 1, "{'status':'END'}"));
        merge.add(TRANSACTIONS, record("transactions", 2, "{'status':'BEGIN'}"));
        merge.add(ROWS, record("rows", 1, "{'op':'c','transaction':{'total_order':1}}"));
        merge.add(ROWS, record("rows", 2, "{'op':'u','transaction':{'total_order':1}}"));

        assertThat(merge.take(Set.of()))
                .extracting(record -> record.transaction() + record.topic())
                .containsExactly("1transactions", "1rows", "1transactions", "2transactions", "2rows");
    }

    @Test
    void nothingOvertakesAPartitionThatIsBehind() throws JsonProcessingException {
        merge.add(TRANSACTIONS, record("transactions", 9, "{'status':'BEGIN'}"));

        assertThat(merge.take(Set.of(ROWS))).isEmpty();
        assertThat(merge.take(Set.of())).hasSize(1);
    }

    private static TailedRecord record(String topic, long transaction, String envelope) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        return new TailedRecord(
                topic,
                0,
                new TransactionNumber(transaction),
                LoadDate.BEFORE_FIRST,
                json.missingNode(),
                json.readTree(envelope.replace('\'', '"')),
                new byte[0]);
    }
}
