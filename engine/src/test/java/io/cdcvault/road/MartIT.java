package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.mart.Marts;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Marts of a real vault in a real presentation database, refreshed by the service, by commands and by programs. */
@SuppressWarnings("NullAway.Init") // Set before the first test.
final class MartIT {

    /** Each row says how much the vault holds at all, so rows of two refreshes are told apart. */
    private static final String SAME_IN_EACH_ROW =
            """
            -- target: reports.%s
            -- key: book_ref
            -- mode: %s
            -- freshness: 1h
            select book_ref, (select count(*) from sat_booking) as versions from hub_booking""";

    private static LocalStack stack;
    private static Road road;
    private static Path files;
    private static Path configuration;
    private static ServiceProcess service;
    private static AdminClient admin;
    private static Marts marts;

    @BeforeAll
    static void startTheRoad() throws Exception {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(800, 23).loadIfMissing(master);
        }
        files = Files.createDirectory(stack.directory().resolve("marts"));
        write("merged", SAME_IN_EACH_ROW.formatted("merged", "incremental"));
        write("replaced", SAME_IN_EACH_ROW.formatted("replaced", "replace"));
        road = new Road(stack);
        configuration = ServiceProcess.sparseConfiguration(stack, false);
        Files.writeString(
                configuration,
                Files.readString(configuration) + "  mart:\n    url: \""
                        + stack.presentation().jdbcUrl()
                        + "\"\n    user: postgres\n    schedule: \"0 0 1 1 *\"\n    files: \"" + files + "\"\n");
        marts = new Marts(SettingsReader.read(Optional.of(configuration), Map.of()), "vault", Time.system());
        service = ServiceProcess.start(configuration, "run");
        admin = new AdminClient(service.admin());
        road.awaitEqual(service);
        await("every mart was refreshed for the first time", () -> states().equals(
                        Map.of("merged", "fresh", "presentation", "fresh", "replaced", "fresh")));
    }

    @AfterAll
    static void stopTheRoad() {
        service.close();
        stack.close();
    }

    @Test
    void figuresAreThoseOfTheSourceAndOnlyWhatDiffersIsTouched() throws Exception {
        new Traffic(stack.master().jdbcUrl() + "?user=" + stack.master().user(), TrafficPlan.of(7, 4, 300)).play();
        changeWhatTrafficDoesNot();
        road.awaitEqual(service);

        JsonNode first = command("refresh", "presentation", "--json");
        List<String> figures = inMart(MartOracle.MART);

        assertThat(figures).isEqualTo(onMaster(MartOracle.FIGURES)).hasSizeGreaterThan(20);
        assertThat(figures).contains("TWICE Two Tickets 1 77.50 " + firstAirport());
        assertThat(onMaster(MartOracle.COUNTED_TWICE)).contains("TWICE 155.00");
        assertThat(first.path("inserted").asLong()).isPositive();
        assertThat(first.path("updated").asLong()).isPositive();
        assertThat(first.path("deleted").asLong()).isPositive();
        assertThat(inMart("select count(*) > 0 from presentation p, cdc_vault.mart m where m.mart = 'presentation'"
                        + " and p.created_at < m.load_date"))
                .as("rows that were the same kept their stamp")
                .containsExactly("t");
        assertThat(inMart("select lsn, rows from cdc_vault.mart where mart = 'presentation'"))
                .containsExactly(first.path("lsn").asText() + " " + figures.size());

        MartOutcome second = marts.refresh("presentation");
        assertThat(second.inserted() + second.updated() + second.deleted()).isZero();
        assertThat(second.rows()).isEqualTo(figures.size());
    }

    @Test
    void readersNeverSeeAPartOfARefresh() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> read(ended));
        try {
            for (int round = 0; round < 12; round++) {
                List<String> before = road.inVault("select count(*) from vault.sat_booking");
                road.onMaster("update bookings set total_amount = total_amount + 1 where book_ref ="
                        + " (select min(book_ref) from bookings)");
                await("the vault has the change", () -> !inVault("select count(*) from vault.sat_booking")
                        .equals(before));
                assertThat(marts.refresh("merged").updated()).isPositive();
                assertThat(marts.refresh("replaced").inserted()).isPositive();
            }
        } finally {
            ended.set(true);
        }
        assertThat(reading.join()).isGreaterThan(12);
    }

    @Test
    void failedRefreshLeavesTheMartAsItWasAndIsTold() throws Exception {
        write("fragile", "-- target: reports.fragile\n-- key: one\nselect 1 as one, 7 as seven");
        marts.refresh("fragile");
        write(
                "fragile",
                "-- target: reports.fragile\n-- key: one\nselect n as one, 7 / (n - 3) as seven"
                        + " from generate_series(1, 100000) as n");

        assertThatThrownBy(() -> marts.refresh("fragile"))
                .isInstanceOfSatisfying(
                        CdcVaultException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MART_FAILED))
                .hasMessageContaining("division by zero");

        assertThat(inMart("select one, seven from reports.fragile")).containsExactly("1 7");
        await(
                "the failure is told",
                () -> mart("fragile").path("failure").asText().contains("division by zero"));
        write("fragile", "-- target: reports.fragile\n-- key: one\nselect '2'::text as one");
        marts.refresh("fragile");
        assertThat(inMart("select one from reports.fragile"))
                .as("a definition's other columns")
                .containsExactly("2");
        Files.delete(files.resolve("fragile.sql"));
    }

    @Test
    void tableOfOthersIsNotTouched() throws Exception {
        presentation("create schema if not exists reports", "create table reports.theirs (mine text)");
        write("greedy", "-- target: reports.theirs\n-- key: one\n-- freshness: 9d\nselect 1 as one");

        assertThatThrownBy(() -> marts.refresh("greedy")).hasMessageContaining("was not made by it");

        Files.delete(files.resolve("greedy.sql"));
        assertThat(inMart("select count(*) from reports.theirs")).containsExactly("0");
    }

    @Test
    void staleMartDegradesHealthUntilItsFileAllowsMore() throws Exception {
        write("hasty", "-- target: reports.hasty\n-- key: one\n-- freshness: 1s\nselect 1 as one");
        await(
                "the new file's mart is refreshed, and stale",
                () -> mart("hasty").path("state").asText().equals("stale"));
        await(
                "the installation is degraded",
                () -> ready().path("state").asText().equals("degraded"));
        assertThat(ready().path("reasons").toString()).contains("The mart hasty is stale");
        await("the metrics tell it", () -> admin.ask("/metrics").body().contains("cdc_vault_marts_stale 1.0"));
        await(
                "the metrics tell its age",
                () -> admin.ask("/metrics").body().contains("cdc_vault_mart_age_seconds{mart=\"hasty\"}"));

        write("hasty", "-- target: reports.hasty\n-- key: one\n-- freshness: 1h\nselect 1 as one");

        await(
                "the installation is healthy again",
                () -> ready().path("state").asText().equals("healthy"));
        Files.delete(files.resolve("hasty.sql"));
    }

    @Test
    void programsSeeTheMartsAndRefreshThem() throws Exception {
        String before = mart("presentation").path("refreshed_at").asText();
        String path = "/api/marts/presentation/refresh";
        assertThat(admin.order("POST", path, "guess").statusCode()).isEqualTo(401);
        assertThat(admin.order("POST", "/api/marts/none/refresh", ServiceProcess.TOKEN)
                        .statusCode())
                .isEqualTo(404);

        assertThat(admin.order("POST", path, ServiceProcess.TOKEN).statusCode()).isEqualTo(202);

        await("it was refreshed", () -> Instant.parse(
                        mart("presentation").path("refreshed_at").asText())
                .isAfter(Instant.parse(before)));
        OpenApi description = OpenApi.parse(admin.ask("/openapi.yaml").body());
        for (String answered : List.of("/api/marts", "/api/status")) {
            assertThat(description.differences(answered, admin.ask(answered).body()))
                    .isEmpty();
        }
    }

    @Test
    void presentationDatabaseThatIsAwayHoldsNothingUp() throws Exception {
        stack.server(StackSystem.PRESENTATION).stop();
        await(
                "the installation is degraded",
                () -> ready().path("reasons").toString().contains("presentation database"));
        assertThat(admin.ask("/health/ready").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> marts.refresh("presentation"))
                .isInstanceOfSatisfying(CdcVaultException.class, e -> assertThat(e.kind())
                        .isEqualTo(FailureKind.PRESENTATION_UNREACHABLE));

        stack.server(StackSystem.PRESENTATION).start();

        await(
                "the installation is healthy again",
                () -> ready().path("state").asText().equals("healthy"));
    }

    /** Airflow's tasks without Airflow: they refresh and verify, and whatever goes wrong is an error. */
    @Test
    void dagsRefreshAndVerifyAndFailLoudly() throws Exception {
        List<String> line = new ArrayList<>(List.of("python3", "../compose/test/dags.py", ServiceProcess.java()));
        line.addAll(UnpackedService.arguments());
        ProcessBuilder dags = new ProcessBuilder(line).redirectErrorStream(true);
        dags.environment()
                .putAll(Map.of(
                        "CDC_VAULT_URL",
                        admin.root().toString(),
                        "ADMIN_TOKEN",
                        ServiceProcess.TOKEN,
                        "CDC_VAULT_CONFIG",
                        configuration.toString()));
        Process process = dags.start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("== cdc_vault_mart", "== cdc_vault_verify", "wrong token", "nobody answers");
    }

    /** One passenger with two tickets of one booking on one flight, one who disappears, a booking that is dearer. */
    private static void changeWhatTrafficDoesNot() throws SQLException {
        road.onMaster(
                "insert into bookings values ('TWICE1', now(), 77.50)",
                "insert into tickets values ('TWICE00000001', 'TWICE1', 'TWICE', 'Other Name', null),"
                        + " ('TWICE00000002', 'TWICE1', 'TWICE', 'Two Tickets', null)",
                "insert into ticket_flights select t, (select min(flight_id) from flights), 1, 10"
                        + " from unnest(array['TWICE00000001', 'TWICE00000002']) as t");
        road.onMaster(
                "create temporary table gone on commit drop as select ticket_no from tickets where passenger_id ="
                        + " (select min(passenger_id) from tickets where passenger_id <> 'TWICE')",
                "delete from boarding_passes where ticket_no in (table gone)",
                "delete from ticket_flights where ticket_no in (table gone)",
                "delete from tickets where ticket_no in (table gone)",
                "update bookings set total_amount = total_amount + 1 where book_ref in"
                        + " (select book_ref from tickets order by ticket_no limit 5)");
    }

    private static String firstAirport() throws SQLException {
        return onMaster("select least(departure_airport, arrival_airport) from flights order by flight_id limit 1")
                .get(0);
    }

    /** Reads until told to end; returns how often. */
    private static int read(AtomicBoolean ended) {
        int reads = 0;
        try (Connection connection = stack.presentation().connect()) {
            while (!ended.get()) {
                for (String mart : List.of("merged", "replaced")) {
                    assertThat(rows(
                                    connection,
                                    "select count(distinct versions), count(*) - (select rows from cdc_vault.mart where mart = '"
                                            + mart + "') from reports." + mart))
                            .containsExactly("1 0");
                }
                reads++;
            }
            return reads;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode command(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("mart"));
        words.addAll(List.of(arguments));
        try (ServiceProcess command = ServiceProcess.start(configuration, words.toArray(String[]::new))) {
            assertThat(command.exitCode()).as(command.output()).isZero();
            return new ObjectMapper().readTree(command.lastLine());
        }
    }

    private static JsonNode ready() {
        return admin.json("/health/ready");
    }

    private static JsonNode mart(String name) {
        for (JsonNode mart : admin.json("/api/marts")) {
            if (mart.path("name").asText().equals(name)) {
                return mart;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        admin.json("/api/marts")
                .forEach(mart -> states.put(
                        mart.path("name").asText(), mart.path("state").asText()));
        return states;
    }

    private static void write(String mart, String text) throws IOException {
        Files.writeString(files.resolve(mart + ".sql"), text);
    }

    private static List<String> inVault(String sql) {
        try {
            return road.inVault(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> onMaster(String sql) throws SQLException {
        return rowsOf(stack.master(), sql);
    }

    private static List<String> inMart(String sql) throws SQLException {
        return rowsOf(stack.presentation(), sql);
    }

    private static void presentation(String... statements) throws SQLException {
        try (Connection connection = stack.presentation().connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> rowsOf(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect()) {
            return rows(connection, sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(row.getString(i)));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Await.within(Duration.ofSeconds(60), condition)) {
            throw new AssertionError("Waited in vain until " + what + ": "
                    + admin.ask("/api/marts").body() + "\n" + service.output());
        }
    }
}
