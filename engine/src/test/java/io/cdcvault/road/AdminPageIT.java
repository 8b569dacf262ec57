package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.local.demo.DemoData;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The page, driven in a real browser on a real road. With {@code -Ddocs.update=true} it takes the README's pictures.
 */
@SuppressWarnings("NullAway.Init") // Set before the first test.
final class AdminPageIT {

    private static final Path PICTURES =
            Boolean.getBoolean("docs.update") ? Path.of("..", "docs", "images") : Path.of("target", "pictures");
    private static final long LARGEST_PAGE = 300_000;

    private static LocalStack stack;
    private static Road road;
    private static Path configuration;
    private static ServiceProcess service;
    private static AdminClient admin;
    private static Browser browser;

    @BeforeAll
    static void openThePage() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(1_000, 5).loadIfMissing(master);
        }
        road = new Road(stack);
        configuration = ServiceProcess.configurationWithMart(stack);
        service = ServiceProcess.start(configuration, "run");
        admin = new AdminClient(service.admin());
        browser = Browser.open(service.admin().toString());
        road.awaitEqual(service);
        awaitVerdict("healthy");
    }

    @AfterAll
    static void closeThePage() {
        browser.close();
        service.close();
        stack.close();
    }

    @Test
    void everyPanelIsFilled() throws SQLException {
        browser.await("everything streams", () -> browser.count(".stop[data-tone=good]") == 7);
        browser.await("both charts are drawn", () -> browser.count("figure canvas") == 2);
        browser.await("the log is shown", () -> browser.text("#log-lines").contains("Loading the vault"));
        browser.await("the last changes are shown", () -> browser.texts("#captured td:nth-child(3)").stream()
                .allMatch(text -> text.endsWith("ago")));

        assertThat(browser.count("#captured tbody tr")).isEqualTo(8);
        assertThat(browser.count("#vault tbody tr")).isEqualTo(36);
        assertThat(browser.count("#diagram .hub")).isEqualTo(7);
        assertThat(browser.count("#diagram .link")).isEqualTo(7);
        assertThat(browser.count("#settings tbody tr")).isGreaterThan(30);
        assertThat(browser.text("#snapshot-text")).contains("8 of 8 tables");
    }

    @Test
    void aHubShowsItsColumnsAndATableItsLoadPlan() {
        browser.find("#diagram [aria-label='hub hub_ticket']").sendKeys(Keys.ENTER);
        assertThat(browser.text("#details")).contains("vault.hub_ticket", "ticket_no", "sat_tickets");
        browser.find("#details button").click();

        browser.await("the tables are shown", () -> browser.count("#captured tbody button:not(.quiet)") == 8);
        browser.find("#captured tbody button").sendKeys(Keys.ENTER);
        browser.await("the plan is shown", () -> browser.count("#details[open]") == 1);
        assertThat(browser.text("#details")).contains("create temporary table", "copy ");
        browser.find("#details button").click();
    }

    @Test
    void aStoppedWarehouseIsToldEverywhereAndRecovers() throws Exception {
        stack.server(StackSystem.DWH).stop();

        awaitVerdict("down");
        browser.await("the page names the warehouse", () -> browser.texts("#reasons li").stream()
                .anyMatch(reason -> reason.contains("warehouse")));
        browser.await("the vault's stop is red", () -> "bad"
                .equals(browser.find("#stop-warehouse").getDomAttribute("data-tone")));
        takePicture("page-down.png", "light");
        JsonNode ready = admin.json("/health/ready");
        assertThat(admin.ask("/health/ready").statusCode()).isEqualTo(503);
        assertThat(admin.ask("/health/live").statusCode()).isEqualTo(200);
        assertThat(admin.ask("/metrics").body()).contains("cdc_vault_health{state=\"down\"} 1.0");
        JsonNode command = status();
        assertThat(command.path("state")).isEqualTo(ready.path("state"));
        assertThat(command.path("reasons")).isEqualTo(ready.path("reasons"));
        assertThat(browser.texts("#reasons li"))
                .containsExactly(ready.path("reasons").get(0).asText());

        stack.server(StackSystem.DWH).start();

        awaitVerdict("healthy");
        road.awaitEqual(service);
        assertThat(admin.ask("/metrics").body()).contains("cdc_vault_health{state=\"healthy\"} 1.0");
        assertThat(status().path("state").asText()).isEqualTo("healthy");
    }

    @Test
    void theLoaderIsPausedAndResumedByKeyboard() {
        browser.run("sessionStorage.clear()");
        press("#stop-load .turn", "Pause");
        browser.await("the page asks for the token", () -> browser.count("#ask[open]") == 1);
        browser.find("#token").sendKeys(ServiceProcess.TOKEN, Keys.ENTER);
        browser.await(
                "the loader is paused", () -> browser.text("#stop-load .state").equals("paused"));
        awaitVerdict("degraded");

        press("#stop-load .turn", "Resume");

        browser.await("the loader runs", () -> browser.text("#stop-load .state").equals("running"));
        awaitVerdict("healthy");
    }

    @Test
    void aDeadLetterIsRetriedAndGivenUpFromThePage() throws Exception {
        browser.run("sessionStorage.setItem('token', '" + ServiceProcess.TOKEN + "')");
        sendJunk("postgres.public.bookings");
        browser.await(
                "the letter is shown", () -> browser.text("#letters-table").contains("not a Debezium envelope"));
        awaitVerdict("degraded");

        browser.find("#letters-table button").sendKeys(Keys.ENTER);
        browser.await("the retry is answered", () -> !browser.text("#notice").isEmpty());
        browser.await("the page asks why", () -> asksWhy() || pressedDiscard());
        browser.find("#discard-reason").sendKeys("not ours", Keys.ENTER);

        browser.await("no letter is left", () -> browser.count("#letters-table tbody tr") == 0);
        awaitVerdict("healthy");
        assertThat(road.inVault("select resolution from cdc_vault.dead_letter")).containsExactly("discarded: not ours");
    }

    @Test
    void aMartIsRefreshedFromThePage() {
        browser.run("sessionStorage.setItem('token', '" + ServiceProcess.TOKEN + "')");
        browser.await("the mart is fresh", () -> browser.text("#marts-table").contains("fresh"));
        String before = admin.json("/api/marts").get(0).path("refreshed_at").asText();

        browser.find("#marts-table button").sendKeys(Keys.ENTER);

        browser.await("it is refreshed", () -> !admin.json("/api/marts")
                .get(0)
                .path("refreshed_at")
                .asText()
                .equals(before));
        browser.await("the page says so", () -> browser.text("#notice").contains("presentation is refreshed"));
    }

    private static boolean asksWhy() {
        return browser.count("#discard[open]") == 1;
    }

    private static boolean pressedDiscard() {
        browser.find("#letters-table button.quiet").sendKeys(Keys.ENTER);
        return asksWhy();
    }

    private static void sendJunk(String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.broker().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, "hello?".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
        // The feed asks for a record only when it comes before one that it knows of.
        road.onMaster("update bookings set total_amount = total_amount + 1");
    }

    @Test
    void pageIsSmallAsksNobodyElseAndBreaksNoRuleOfItsOwn() {
        @SuppressWarnings("unchecked") // What the script returns.
        List<String> asked = (List<String>)
                browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)");
        assertThat(asked)
                .isNotEmpty()
                .allMatch(url -> url.startsWith(admin.root().toString()));
        long bytes = asked.stream()
                .filter(url -> url.contains("/page/"))
                .distinct()
                .mapToLong(url -> admin.ask(url).body().length())
                .sum();
        assertThat(bytes).isBetween(50_000L, LARGEST_PAGE);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void pageLooksWellInLightAndDark() throws Exception {
        for (int i = 0; i < 5; i++) {
            road.onMaster("update flights set status = 'Delayed" + i + "' where flight_id % 5 = " + i);
        }
        browser.await(
                "there is something to see",
                () -> number(browser.run("return Number((await (await fetch('/api/history')).json()).at.length)")) > 3);
        awaitVerdict("healthy");

        takePicture("page-light.png", "light");
        takePicture("page-dark.png", "dark");

        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(16, 21, 25)");
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static void takePicture(String name, String scheme) {
        browser.prefer(scheme);
        browser.await(
                "the scheme is " + scheme,
                () -> Boolean.TRUE.equals(
                        browser.run("return matchMedia('(prefers-color-scheme: " + scheme + ")').matches")));
        browser.await("the charts are drawn", () -> browser.count("figure canvas") == 2);
        browser.run("document.activeElement.blur(); document.getElementById('notice').hidden = true; scrollTo(0, 0)");
        browser.photograph(PICTURES.resolve(name));
    }

    /** With the keyboard alone. */
    private static void press(String css, String label) {
        browser.await("there is a button " + label, () -> browser.text(css).equals(label));
        WebElement button = browser.find(css);
        button.sendKeys(Keys.ENTER);
    }

    private static JsonNode status() throws Exception {
        try (ServiceProcess command = ServiceProcess.start(configuration, "status", "--json")) {
            command.exitCode();
            return new ObjectMapper().readTree(command.lastLine());
        }
    }

    private static void awaitVerdict(String state) {
        browser.await(
                "the verdict is " + state,
                () -> state.equals(browser.find("#verdict").getDomAttribute("data-state")));
    }
}
