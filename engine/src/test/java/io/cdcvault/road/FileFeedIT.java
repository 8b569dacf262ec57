package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code tail} printed, loaded from the file: the vault that was loaded from the topics, to the last byte. */
final class FileFeedIT {

    private static LocalStack stack;
    private static Road road;
    private static Path configuration;
    private static Map<String, String> fromTopics;
    private static List<String> lines;

    @BeforeAll
    static void loadFromTheTopicsAndTailThem() throws Exception {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(500, 7).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.configuration(stack);
        ServiceProcess service = ServiceProcess.start(configuration, "run");
        road.awaitEqual(service);
        new Traffic(stack.master().jdbcUrl() + "?user=" + stack.master().user(), TrafficPlan.of(5, 4, 400)).play();
        road.onMaster(
                "insert into bookings select '#' || lpad(n::text, 5, '0'), now(), n from generate_series(1, 99) n");
        road.onMaster("update bookings set book_ref = '%' || substr(book_ref, 2) where book_ref like '#0000%'");
        road.onMaster("truncate boarding_passes");
        road.awaitEqual(service);
        fromTopics = digest();
        lines = tail(Long.parseLong(
                road.inVault("select events from cdc_vault.feed_position").get(0)));
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void fileGivesTheSameVaultAsTheTopics() throws Exception {
        dropVault();

        load(write(lines), "load.batch-rows=10000");

        assertThat(digest()).isEqualTo(fromTopics);
    }

    @Test
    void aLoadInPiecesThatIsBrokenOffGoesOnAndAddsNothingAgain() throws Exception {
        dropVault();
        // Not at the end of a transaction: what is cut off there comes with the rest.
        Path file = write(lines.subList(0, lines.size() - 70));
        load(file, "load.batch-rows=10");
        Files.write(file, lines);
        load(file, "load.batch-rows=5000");

        String again = load(file, "load.batch-rows=5000");

        assertThat(digest()).isEqualTo(fromTopics);
        assertThat(again).contains(" 0 changes loaded");
        Files.write(file, lines.subList(1, lines.size()));
        ServiceProcess other = ServiceProcess.start(configuration, "load", "--from", file.toString());
        assertThat(other.exitCode()).as(other.output()).isEqualTo(42);
    }

    private static Path write(List<String> content) throws IOException {
        return Files.write(stack.directory().resolve("events.jsonl"), content);
    }

    private static String load(Path file, String setting) throws InterruptedException {
        ServiceProcess load = ServiceProcess.start(configuration, "load", "--from", file.toString(), "--set", setting);
        assertThat(load.exitCode()).as(load.output()).isZero();
        return load.output();
    }

    private static List<String> tail(long events) {
        try (ServiceProcess tail = ServiceProcess.start(configuration, "tail", "--json", "--from-beginning")) {
            Await.until("the tail to print every event", Duration.ofSeconds(60), () -> {
                List<String> printed = envelopes(tail);
                long rows = printed.stream()
                        .filter(line -> line.contains("\"op\":"))
                        .count();
                return rows == events && printed.get(printed.size() - 1).contains("\"END\"");
            });
            return envelopes(tail);
        }
    }

    private static List<String> envelopes(ServiceProcess tail) {
        return tail.output().lines().filter(line -> line.startsWith("{")).toList();
    }

    private static void dropVault() throws SQLException {
        try (Connection dwh = stack.dwh().connect()) {
            dwh.createStatement().execute("drop schema if exists vault cascade");
            dwh.createStatement().execute("drop schema if exists cdc_vault cascade");
        }
    }

    private static Map<String, String> digest() throws SQLException {
        try (Connection dwh = stack.dwh().connect()) {
            return TableDigests.of(dwh);
        }
    }
}
