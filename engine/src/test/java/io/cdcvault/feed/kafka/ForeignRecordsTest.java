package io.cdcvault.feed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cdcvault.time.SetTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class ForeignRecordsTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ForeignRecords.class);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> counted = new ArrayList<>();
    private final SetTime time = new SetTime();
    private final ForeignRecords foreign = new ForeignRecords(counted::add, time);

    @BeforeEach
    void listen() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(log);
    }

    @Test
    void eachIsCountedAndTheFirstOfABurstIsNamed() {
        for (int offset = 0; offset < 4; offset++) {
            foreign.skipped(record(offset), "it has no stamp");
        }

        assertThat(counted).containsExactly("p.transaction", "p.transaction", "p.transaction", "p.transaction");
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("Skipped p.transaction-0@0, which another program wrote: it has no stamp. 0 more");
    }

    @Test
    void nextBurstSaysHowManyWereSkippedUnnamed() {
        foreign.skipped(record(0), "it has no stamp");
        foreign.skipped(record(1), "it has no stamp");
        foreign.skipped(record(2), "it has no stamp");
        time.pass(Duration.ofMinutes(1));
        foreign.skipped(record(3), "it has no stamp");

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1))
                .startsWith("Skipped p.transaction-0@3")
                .contains("2 more were skipped in this partition before it");
    }

    @Test
    void recordThatMayBeOfAnotherProgramIsNamedAndNotCounted() {
        foreign.unexpected(record(7), "it ends number 9");
        foreign.unexpected(record(7), "it ends number 9");

        assertThat(counted).isEmpty();
        assertThat(lines()).containsExactly("p.transaction-0@7 is not the next transaction: it ends number 9");
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return WrittenTopics.end(offset, 5, Map.of());
    }
}
