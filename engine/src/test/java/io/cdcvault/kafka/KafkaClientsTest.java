package io.cdcvault.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.MinimalSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KafkaClientsTest {

    @ParameterizedTest
    @CsvSource({
        "kafka.properties.\"delivery.timeout.ms\", 1000, CONFIGURATION_INVALID, delivery.timeout.ms should be equal to",
        "kafka.properties.\"acks\", 1, CONFIGURATION_INVALID, idempotence",
        "kafka.properties.\"compression.gzip.level\", much, CONFIGURATION_INVALID, compression.gzip.level",
        "kafka.bootstrap-servers, no-such-host.invalid:9092, KAFKA_UNREACHABLE, bootstrap",
        "kafka.bootstrap-servers, host, CONFIGURATION_INVALID, bootstrap"
    })
    void settingThatAClientRefusesIsNoDefect(String setting, String value, FailureKind kind, String reason) {
        Map<String, String> all = new HashMap<>(Map.of("kafka.bootstrap-servers", "127.0.0.1:9"));
        all.put(setting, value);
        KafkaClients clients = new KafkaClients(MinimalSettings.with(all));

        CdcVaultException refused = catchThrowableOfType(CdcVaultException.class, clients::transactionalProducer);

        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused).hasMessageContaining(reason);
    }
}
