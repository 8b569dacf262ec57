package io.cdcvault.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.kafka.Topics;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A source transaction that takes longer to publish than the brokers keep a transaction open. */
@ExtendWith(LocalStackExtension.class)
final class TransactionTimeoutIT {

    @Test
    void transactionThatTheBrokersAbortedForItsLengthIsNotTakenForAnotherProducer(LocalStack stack)
            throws InterruptedException {
        Settings settings = settings(stack);
        try (Admin admin = new KafkaClients(settings).admin()) {
            new Topics(settings).createMissing(admin, List.of(new TableName("public", "rows")));
        }
        List<CdcVaultException> failures = new ArrayList<>();
        try (KafkaChangeLog log = new KafkaChangeLog(
                new KafkaClients(settings), TopicNames.of(settings), settings.name(), Time.system())) {
            log.open();

            Await.until("the brokers to abort the transaction", Duration.ofSeconds(60), () -> {
                try {
                    log.append(row());
                    return false;
                } catch (CdcVaultException e) {
                    failures.add(e);
                    return true;
                }
            });
        }

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.KAFKA_TIMED_OUT);
            assertThat(failure).hasMessageContaining("longer than 1 s");
        });
    }

    private static ChangeRecord row() {
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        return new ChangeRecord(ChangeRecord.Kind.ROW, "slow.public.rows", value, value, new TransactionStamp(1, 1), 1);
    }

    private static Settings settings(LocalStack stack) {
        return MinimalSettings.with(Map.of(
                "topic-prefix",
                "slow",
                "kafka.bootstrap-servers",
                stack.broker().bootstrapServers(),
                "kafka.properties.\"transaction.timeout.ms\"",
                "1000"));
    }
}
