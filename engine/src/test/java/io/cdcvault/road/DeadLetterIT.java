package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.demo.DemoData;
import io.cdcvault.local.process.Await;
import io.cdcvault.local.stack.LocalStack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What cannot be loaded, from the master to the command line, while the service runs. */
final class DeadLetterIT {

    private static final String LETTERS = "select count(*) from cdc_vault.dead_letter where resolved_at is null";

    @Test
    void badValueWaitsAndIsLoadedWhenItsCauseIsMendedWhileAllElseGoesOn() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(500, 5).loadIfMissing(master);
            }
            Road road = new Road(stack);
            Path configuration = ServiceProcess.configuration(stack);
            ServiceProcess service = ServiceProcess.start(configuration, "run");
            road.awaitEqual(service);
            // The vault takes no more than the model says; a source may change its mind.
            road.onMaster(
                    "alter table tickets alter passenger_id type varchar(40)",
                    "update tickets set passenger_id = repeat('9', 30) where ticket_no = (select min(ticket_no) from tickets)",
                    "update tickets set passenger_name = 'EVERYBODY ELSE'");

            awaitLetters(road, 2);
            assertThat(road.inVault("select count(distinct passenger_name) from vault.sat_tickets_current"))
                    .as("the row that waits, and all others")
                    .containsExactly("2");
            assertThat(output(configuration, 1, "status", "--json")).contains("\"dead_letters\":2", "degraded");
            assertThat(output(configuration, 1, "dead-letters", "list"))
                    .contains("value too long for type character varying(20) (column passenger_id)");
            assertThat(output(configuration, 1, "dead-letters", "retry", "--all"))
                    .contains("0 of 1 rows loaded");

            road.onMaster(
                    "update tickets set passenger_id = 'mended' where ticket_no = (select min(ticket_no) from tickets)");
            awaitLetters(road, 3);
            String first =
                    road.inVault("select min(id) from cdc_vault.dead_letter").get(0);
            assertThat(output(configuration, 0, "dead-letters", "discard", first, "--reason", "never valid"))
                    .contains("1 discarded");
            assertThat(output(configuration, 1, "dead-letters", "retry", "--all"))
                    .as("what follows still carries the value")
                    .contains("0 of 1 rows loaded");
            String second = road.inVault("select min(id) from cdc_vault.dead_letter where resolved_at is null")
                    .get(0);
            output(configuration, 0, "dead-letters", "discard", second, "--reason", "never valid");
            assertThat(output(configuration, 0, "dead-letters", "retry", "--all"))
                    .contains("1 of 1 rows loaded");
            road.awaitEqual(service);

            junkOnATopicIsParkedAndNothingElse(stack, road, configuration, service);
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    private static void junkOnATopicIsParkedAndNothingElse(
            LocalStack stack, Road road, Path configuration, ServiceProcess service) throws Exception {
        send(stack, "postgres.public.bookings", "hello, is anybody there?");
        road.onMaster("update bookings set total_amount = total_amount + 1");

        awaitLetters(road, 1);
        road.awaitEqual(service);

        String id = road.inVault("select id from cdc_vault.dead_letter where resolved_at is null")
                .get(0);
        assertThat(output(configuration, 0, "dead-letters", "show", id))
                .contains("hello, is anybody there?", "postgres.public.bookings-0@", "It is not a Debezium envelope");
        output(configuration, 0, "dead-letters", "discard", "--all", "--reason", "not ours");
        assertThat(output(configuration, 0, "dead-letters", "list")).contains("No dead letters");
    }

    private static void send(LocalStack stack, String topic, String text) throws Exception {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", stack.broker().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, text.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static void awaitLetters(Road road, int count) {
        Await.until(count + " dead letters", Duration.ofSeconds(60), () -> {
            try {
                return road.inVault(LETTERS).equals(List.of(Integer.toString(count)));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String output(Path configuration, int exitCode, String... arguments) throws InterruptedException {
        ServiceProcess command = ServiceProcess.start(configuration, arguments);
        assertThat(command.exitCode()).as(command.output()).isEqualTo(exitCode);
        return command.output();
    }
}
