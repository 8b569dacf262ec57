package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What programs see of a running service over HTTP, and what they may do to it. */
@SuppressWarnings("NullAway.Init") // Set before the first test.
final class AdminIT {

    private static LocalStack stack;
    private static Road road;
    private static Path configuration;
    private static ServiceProcess service;
    private static AdminClient admin;

    @BeforeAll
    static void startTheRoad() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(500, 11).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.configuration(stack);
        startService();
        road.awaitEqual(service);
        await("the service is healthy", () -> state().equals("healthy"));
    }

    private static void startService() {
        service = ServiceProcess.startPackaged(configuration, "run");
        admin = new AdminClient(service.admin());
    }

    @AfterAll
    static void stopTheRoad() {
        service.close();
        stack.close();
    }

    @Test
    void everyAnswerTellsBrowsersWhatToRefuse() {
        assertThat(admin.ask("/health/live").headers().map())
                .containsKeys("content-security-policy", "x-content-type-options", "x-frame-options");
        assertThat(admin.ask("/nothing/here").headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
    }

    @Test
    void changesNeedTheToken() {
        assertThat(admin.order("POST", "/api/stages/load/restart", "guess").statusCode())
                .isEqualTo(401);
        assertThat(admin.order("POST", "/api/stages/nonsense/restart", ServiceProcess.TOKEN)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void metricsTellTheSameAsTheStatus() {
        String metrics = admin.ask("/metrics").body();

        assertThat(metrics)
                .contains("cdc_vault_health{state=\"healthy\"} 1.0", "cdc_vault_slot_active 1.0")
                .contains("jvm_memory_used_bytes", "kafka_consumer_", "kafka_producer_")
                .contains("cdc_vault_captured_events_total{topic=\"postgres.public.tickets\"}")
                .contains("cdc_vault_vault_rows{table=\"hub_ticket\"} "
                        + admin.json("/api/status").at("/vault/hub_ticket").asDouble());
    }

    @Test
    void everyMetricOfTheDashboardAndTheAlertsIsThere() throws Exception {
        assertThat(ObservabilityFiles.metrics()).hasSizeGreaterThan(20).isSubsetOf(metrics());
    }

    @Test
    void metricsBeginAsThePageSays() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "http-api.md"));
        Set<String> listed = Pattern.compile("`(\\w+_)`")
                .matcher(page.replaceAll("(?s).*\n### Metrics and alerts\n(.*?)\n### .*", "$1"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        Set<String> begin = metrics().stream()
                .map(name -> name.startsWith("cdc_vault_") ? "cdc_vault_" : name.replaceFirst("_.*", "_"))
                .collect(Collectors.toSet());

        assertThat(begin).isEqualTo(listed);
    }

    private static Set<String> metrics() {
        return admin.ask("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void kafkasToolsSeeHowFarTheLoaderIs() {
        String group = "/v3/clusters/"
                + admin.json("/v3/clusters").at("/data/0/cluster_id").asText() + "/consumer-groups/cdc-vault-bookings";

        await(
                "the group has no lag",
                () -> admin.json(group + "/lag-summary").path("total_lag").asLong(-1) == 0);
        assertThat(admin.json(group + "/lags").path("data")).isNotEmpty();
    }

    @Test
    void everyAnswerIsAsTheOpenApiFileSays() throws Exception {
        commitAsGroup("watchers", "postgres.public.tickets");
        OpenApi description = OpenApi.parse(admin.ask("/openapi.yaml").body());
        Map<String, String> examples = examples();

        for (String path : description.answeringJson()) {
            HttpResponse<String> answer = admin.ask(OpenApi.fill(path, examples));
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
            assertThat(description.differences(path, answer.body()))
                    .as(path + ": " + answer.body())
                    .isEmpty();
        }
        assertThat(admin.json("/v3/clusters/other").path("error_code").asInt()).isEqualTo(404);
        assertThat(admin.json("/connectors/other/status").path("error_code").asInt())
                .isEqualTo(404);
    }

    @Test
    void noRequestIsADefectOrChangesAnythingWithoutLeave() {
        List<String> paths = OpenApi.parse(admin.ask("/openapi.yaml").body()).paths();
        HttpFuzz fuzz = new HttpFuzz(service.admin(), paths, examples());
        String snapshots = admin.ask("/api/snapshots").body();
        long answered = 0;

        for (long seed = 0; seed < HttpFuzz.CASES; seed++) {
            int status = fuzz.status(seed);
            assertThat(status).as("Seed " + seed).isNotEqualTo(500);
            answered += status == 0 ? 0 : 1;
        }

        assertThat(answered).isGreaterThan(HttpFuzz.CASES / 2);
        assertThat(admin.ask("/api/snapshots").body()).isEqualTo(snapshots);
        assertThat(load()).isEqualTo("running");
        assertThat(state()).isEqualTo("healthy");
    }

    private static Map<String, String> examples() {
        return Map.of(
                "name", "bookings",
                "table", "public.tickets",
                "cluster", admin.json("/v3/clusters").at("/data/0/cluster_id").asText(),
                "broker",
                        admin.json("/v3/clusters")
                                .at("/data/0/controller/related")
                                .asText()
                                .replaceFirst(".*/", ""),
                "topic", "postgres.public.tickets",
                "partition", "0",
                "group", "watchers");
    }

    @Test
    void secretsAreNeverShown() {
        for (String path :
                List.of("/api/configuration", "/connectors/bookings/config", "/connectors/bookings", "/api/log")) {
            assertThat(admin.ask(path).body()).as(path).doesNotContain(ServiceProcess.TOKEN + "\"");
        }
        assertThat(admin.ask("/api/configuration").body())
                .contains("{\"name\":\"admin.token\",\"value\":\"******\"", "\"origin\":\"default\"");
    }

    @Test
    void aPausedLoaderStaysPausedOverARestartUntilACommandResumesIt() throws Exception {
        assertThat(admin.order("POST", "/api/stages/load/pause", ServiceProcess.TOKEN)
                        .statusCode())
                .isEqualTo(202);
        await("the loader is paused", () -> load().equals("paused"));
        assertThat(state()).isEqualTo("degraded");
        assertThat(admin.ask("/health/ready").statusCode()).isEqualTo(503);
        assertThat(service.terminate()).isZero();

        startService();
        road.onMaster("insert into bookings values ('PAUSED', now(), 1)");
        await(
                "the change waits",
                () -> admin.json("/api/status").at("/feed/lag_events").asLong() > 0);
        assertThat(load()).isEqualTo("paused");
        await(
                "the pause is remembered over the restart",
                () -> admin.ask("/api/history").body().contains("The load is paused"));

        try (ServiceProcess snapshot = ServiceProcess.start(configuration, "snapshot", "public.seats")) {
            await("the snapshot names the pause", () -> snapshot.output()
                    .contains("load is paused: run `cdc-vault resume load`"));
        }
        assertThat(command("snapshot", "--cancel", "public.seats")).startsWith("Cancelled: public.seats");
        assertThat(command("snapshot", "--cancel", "public.seats")).startsWith("Nothing to cancel");
        command("resume", "load");
        road.awaitEqual(service);
        await("the service is healthy again", () -> state().equals("healthy"));
    }

    private static String command(String... words) throws InterruptedException {
        try (ServiceProcess command = ServiceProcess.start(configuration, words)) {
            assertThat(command.exitCode()).as(command.output()).isZero();
            return command.output();
        }
    }

    @Test
    void aPausedCaptureLeavesTheChangesToTheMaster() throws Exception {
        admin.order("POST", "/api/stages/capture/pause", ServiceProcess.TOKEN);
        await(
                "the capture is paused",
                () -> admin.json("/api/status").at("/capture/state").asText().equals("paused"));
        road.onMaster("insert into bookings values ('WAITS1', now(), 1)");

        admin.order("POST", "/api/stages/capture/resume", ServiceProcess.TOKEN);

        road.awaitEqual(service);
        await("the service is healthy again", () -> state().equals("healthy"));
    }

    @Test
    void aTakenPortIsToldWithItsOwner() throws Exception {
        String port = Integer.toString(admin.root().getPort());

        try (ServiceProcess second = ServiceProcess.start(configuration, "run", "--set", "admin.port=" + port)) {
            assertThat(second.exitCode()).as(second.output()).isEqualTo(50);
            assertThat(second.output()).startsWith("Port " + port).contains("admin.port", "cdc-vault.jar");
        }
    }

    @Test
    void otherMachinesAreLetInOnlyWithAToken() throws Exception {
        try (ServiceProcess open =
                ServiceProcess.start(configuration, "run", "--set", "admin.address=0.0.0.0", "--set", "admin.token=")) {
            assertThat(open.exitCode()).as(open.output()).isEqualTo(2);
            assertThat(open.output()).contains("admin.token");
        }
    }

    private static void commitAsGroup(String group, String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", stack.broker().bootstrapServers(), "group.id", group, "client.id", group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)));
        }
    }

    private static String state() {
        return admin.json("/health/ready").path("state").asText();
    }

    private static String load() {
        return admin.json("/api/status").at("/load/state").asText();
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(60), condition);
    }
}
