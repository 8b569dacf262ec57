package io.cdcvault.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.installation.Installation;
import io.cdcvault.settings.SettingsReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SetupScriptTest {

    private static final Map<String, String> BASE = Map.of(
            "cdc-vault.name", "airline",
            "cdc-vault.model", "bookings",
            "cdc-vault.source.url", "jdbc:postgresql://master/bookings",
            "cdc-vault.source.user", "cdc",
            "cdc-vault.source.password", "hidden",
            "cdc-vault.warehouse.url", "jdbc:postgresql://dwh/dwh",
            "cdc-vault.warehouse.user", "loader",
            "cdc-vault.warehouse.password", "hidden");

    @Test
    void holdsNoSecret() {
        assertThat(lines(Map.of(), SetupPart.values())).isNotEmpty().noneMatch(line -> line.contains("hidden"));
    }

    @Test
    void replicasReaderIsMadeOnTheMaster() {
        Map<String, String> replica = Map.of(
                "cdc-vault.replica.url", "jdbc:postgresql://replica/bookings", "cdc-vault.replica.user", "reader");

        assertThat(lines(replica, SetupPart.MASTER))
                .contains("alter role \"cdc\" login replication;", "alter role \"reader\" login;");
        assertThat(lines(replica, SetupPart.REPLICA)).contains("alter system set hot_standby_feedback = on;");
    }

    @Test
    void failoverTakesSettingsOfMasterAndStandbys() {
        Map<String, String> failover = Map.of(
                "cdc-vault.source.failover", "true",
                "cdc-vault.source.url", "jdbc:postgresql://a:5432,b:5432/sales");

        assertThat(lines(failover, SetupPart.MASTER))
                .contains(
                        "-- On the master, database \"sales\", as a superuser.",
                        "--   alter system set synchronized_standby_slots = 'replica';");
        assertThat(lines(failover, SetupPart.REPLICA))
                .contains(
                        "alter system set hot_standby_feedback = on;",
                        "alter system set sync_replication_slots = on;",
                        "--   alter system set primary_conninfo = '(as it is) dbname=sales';");
        assertThat(lines(Map.of(), SetupPart.REPLICA)).isEmpty();
        assertThat(lines(Map.of(), SetupPart.MASTER)).noneMatch(line -> line.contains("synchronized_standby"));
    }

    @Test
    void topicsAndTheirAclsArePrintedWhereThereAreBrokers() {
        assertThat(lines(Map.of(), SetupPart.KAFKA)).isEmpty();
        assertThat(lines(Map.of("cdc-vault.kafka.bootstrap-servers", "kafka:9092"), SetupPart.KAFKA))
                .contains("kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                        + " --topic postgres.cdc-vault.position --partitions 1 --config cleanup.policy=compact"
                        + " --config max.message.bytes=67108864 --config retention.ms=-1")
                .contains("kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal User:airline"
                        + " --operation Describe --operation Write --transactional-id cdc-vault.postgres");
    }

    @Test
    void userOfTheBrokersIsPrintedWithItsPasswordLeftOpen() {
        Map<String, String> kafka = Map.of(
                "cdc-vault.kafka.bootstrap-servers", "kafka:9093",
                "cdc-vault.kafka.user", "vault",
                "cdc-vault.kafka.password", "hidden",
                "cdc-vault.kafka.tls", "true");

        assertThat(lines(kafka, SetupPart.KAFKA))
                .contains(
                        "#   kafka-configs.sh --bootstrap-server kafka:9093 --command-config admin.properties --alter"
                                + " --entity-type users --entity-name vault --add-config 'SCRAM-SHA-512=[password=…]'",
                        "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add"
                                + " --allow-principal User:vault --operation Describe --operation Read"
                                + " --group cdc-vault-airline")
                .noneMatch(line -> line.contains("hidden"));
    }

    @Test
    void warehousesRoleOwnsTheTwoSchemas() {
        assertThat(lines(Map.of(), SetupPart.WAREHOUSE))
                .contains(
                        "create schema if not exists \"vault\" authorization \"loader\";",
                        "create schema if not exists \"cdc_vault\" authorization \"loader\";",
                        "set role \"loader\";",
                        "reset role;");
    }

    private static List<String> lines(Map<String, String> more, SetupPart... parts) {
        Map<String, String> flags = new HashMap<>(BASE);
        flags.putAll(more);
        return new SetupScript(Installation.of(SettingsReader.read(Optional.empty(), flags))).lines(List.of(parts));
    }
}
