package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.kafka.TailedRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TailFilterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void recordsOfOtherOperationsAreLeftOut() throws JsonProcessingException {
        TailFilter deletions = new TailFilter(List.of(Change.DELETE, Change.TRUNCATE), Map.of());

        assertThat(deletions.accepts(record("d"))).isTrue();
        assertThat(deletions.accepts(record("u"))).isFalse();
        assertThat(TailFilter.ALL.accepts(record("u"))).isTrue();
    }

    @Test
    void recordsOfOtherKeysAreLeftOut() throws JsonProcessingException {
        assertThat(new TailFilter(List.of(), Map.of("no", "1", "leg", "a")).accepts(record("u")))
                .isTrue();
        assertThat(new TailFilter(List.of(), Map.of("no", "1", "leg", "b")).accepts(record("u")))
                .isFalse();
        assertThat(new TailFilter(List.of(), Map.of("other", "1")).accepts(record("u")))
                .isFalse();
    }

    private static TailedRecord record(String operation) throws JsonProcessingException {
        return new TailedRecord(
                "postgres.public.tickets",
                1,
                new TransactionNumber(5),
                new LoadDate(1_500_000),
                JSON.readTree("{\"no\":1,\"leg\":\"a\"}"),
                JSON.readTree("{\"op\":\"" + operation + "\"}"),
                new byte[0]);
    }
}
