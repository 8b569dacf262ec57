package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.openqa.selenium.Keys;

/** What cannot be loaded, from the master to the command line, while the service runs. */
final class DeadLetterIT {

    private static final String LETTERS = "select count(*) from cdc_vault.dead_letter where resolved_at is null";

    /** The vault's column would become as wide as the source's. */
    private static final String NARROW = "load.types=PARK";

    /** They stand in the way of a column's new type; the service makes them again. */
    private static final String WITHOUT_VIEWS =
            """
            do $$ declare each text; begin
              for each in select format('drop view if exists %I.%I cascade', schemaname, viewname) from pg_views
                where schemaname = 'vault' loop execute each; end loop; end $$""";

    @Test
    void badValueWaitsAndIsLoadedWhenItsCauseIsMendedWhileAllElseGoesOn() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            try (Connection master = stack.master().connect()) {
                new DemoData(500, 5).loadIfMissing(master);
            }
            Road road = new Road(stack);
            road.onMaster(
                    "create table notes (id int primary key, note text)",
                    "alter publication cdc_vault add table notes");
            Path configuration = ServiceProcess.configuration(stack);
            ServiceProcess service =
                    ServiceProcess.start(configuration, "run", "--set", "load.unknown-tables=PARK", "--set", NARROW);
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
            unknownTableIsParked(road, configuration);
            assertThat(service.terminate()).as(service.output()).isZero();
            output(configuration, 0, "dead-letters", "discard", "--all", "--reason", "nobody maps it");
            mendedLetterIsRetriedFromThePage(stack, road, configuration);
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

    private static void unknownTableIsParked(Road road, Path configuration) throws Exception {
        road.onMaster("insert into notes values (1, 'who maps me?')");

        awaitLetters(road, 1);
        assertThat(output(configuration, 1, "status", "--json")).contains("\"dead_letters\":1");
        assertThat(output(configuration, 1, "dead-letters", "list"))
                .contains("The model does not know the table public.notes");
    }

    /** Mended is the model, and with it the vault's column. */
    private static void mendedLetterIsRetriedFromThePage(LocalStack stack, Road road, Path configuration)
            throws Exception {
        ServiceProcess narrow = ServiceProcess.start(configuration, "run", "--set", NARROW);
        road.onMaster(
                "update tickets set passenger_id = repeat('8', 30) where ticket_no = (select max(ticket_no) from tickets)");
        awaitLetters(road, 1);
        assertThat(narrow.terminate()).as(narrow.output()).isZero();
        try (Connection dwh = stack.dwh().connect()) {
            dwh.createStatement().execute(WITHOUT_VIEWS);
            dwh.createStatement().execute("alter table vault.sat_tickets alter passenger_id type varchar(40)");
        }
        ServiceProcess wide = ServiceProcess.start(configuration, "run", "--set", "model=" + widerModel(configuration));
        try (Browser browser = Browser.open(wide.admin().toString())) {
            browser.run("sessionStorage.setItem('token', '" + ServiceProcess.TOKEN + "')");
            browser.await("the letter is shown", () -> browser.count("#letters-table tbody tr") == 1);
            browser.all("#letters-table tbody button").stream()
                    .filter(button -> button.getText().startsWith("Retry"))
                    .findFirst()
                    .orElseThrow()
                    .sendKeys(Keys.ENTER);
            browser.await("the page asks", () -> browser.text("#ask-title").startsWith("Retry letter"));
            browser.find("#ask-confirm").sendKeys(Keys.ENTER);

            browser.await("the page says that it is loaded", () -> browser.text("#notice")
                    .contains("the row's changes are loaded"));
            browser.await("no letter is left", () -> browser.count("#letters-table tbody tr") == 0);
        }
        road.awaitEqual(wide);
        assertThat(wide.terminate()).as(wide.output()).isZero();
    }

    private static Path widerModel(Path configuration) throws IOException {
        try (InputStream shipped =
                ShippedModels.class.getResourceAsStream("/io/cdcvault/schema/models/bookings.yaml")) {
            String model = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
            Path wider = Files.createTempFile(configuration.getParent(), "wider", ".yaml");
            return Files.writeString(wider, model.replace("passenger_id: varchar(20)", "passenger_id: varchar(40)"));
        }
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
