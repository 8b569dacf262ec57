package io.cdcvault.doctor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.kafka.KafkaCommands;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.kafka.Topics;
import io.cdcvault.kafka.WantedTopic;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a broker without an authorizer and without peers cannot be made to show. */
final class TopicRulesTest {

    private static final Set<String> ALL = Set.of("DESCRIBE", "DESCRIBE_CONFIGS", "READ", "WRITE");
    private static final Settings SETTINGS = SettingsReader.read(
            Optional.empty(),
            Map.of(
                    "cdc-vault.name", "airline",
                    "cdc-vault.model", "bookings",
                    "cdc-vault.source.url", "jdbc:postgresql://master/bookings",
                    "cdc-vault.source.user", "cdc",
                    "cdc-vault.warehouse.url", "jdbc:postgresql://dwh/dwh",
                    "cdc-vault.warehouse.user", "loader",
                    "cdc-vault.kafka.bootstrap-servers", "kafka:9092",
                    "cdc-vault.kafka.properties.\"sasl.jaas.config\"",
                            "ScramLoginModule required username=\"airline cdc\" password=\"hidden\";"));
    private static final WantedTopic TICKETS = new Topics(SETTINGS)
            .wanted(List.of(new TableName("public", "tickets")))
            .get(0);

    @Test
    void operationsThatAreNotAllowedAreGrantedByAPastedCommand() {
        Finding finding =
                only(problems(3, new ExaminedTopic(TICKETS.name(), 1, 3, 3, Set.of("DESCRIBE"), settings("2"))));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.found()).contains("may not DESCRIBE CONFIGS, READ, WRITE postgres.public.tickets");
        assertThat(finding.fixes().get(0).text())
                .isEqualTo("kafka-acls.sh --bootstrap-server kafka:9092 --command-config admin.properties --add"
                        + " --allow-principal 'User:airline cdc' --operation Create --operation Describe"
                        + " --operation DescribeConfigs --operation Read --operation Write"
                        + " --topic postgres. --resource-pattern-type prefixed");
    }

    @Test
    void commitsThatOneBrokerAloneHoldsAreAWarning() {
        Finding finding = only(problems(3, new ExaminedTopic(TICKETS.name(), 1, 3, 3, ALL, settings("1"))));

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.fixes().get(0).text()).endsWith("--add-config min.insync.replicas=2");
    }

    @Test
    void onlyReplicaAmongSeveralBrokersIsAWarning() {
        assertThat(only(problems(3, new ExaminedTopic(TICKETS.name(), 1, 1, 1, ALL, settings("1"))))
                        .subject())
                .isEqualTo("replication factor");
        assertThat(problems(1, new ExaminedTopic(TICKETS.name(), 1, 1, 1, ALL, settings("1"))))
                .isEmpty();
    }

    @Test
    void replicasThatLagAreAWarning() {
        assertThat(only(problems(3, new ExaminedTopic(TICKETS.name(), 1, 3, 2, ALL, settings("2"))))
                        .found())
                .contains("2 of 3 replicas in sync");
    }

    private static List<Finding> problems(int brokers, ExaminedTopic topic) {
        return new TopicRules(new KafkaCommands(SETTINGS), new TopicNames("postgres", Map.of()), brokers)
                .problems(TICKETS, topic);
    }

    private static Map<String, String> settings(String inSync) {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "max.message.bytes", "67108864",
                "min.insync.replicas", inSync,
                "compression.type", "producer");
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
