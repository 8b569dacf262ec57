package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.airline.demo.DemoData;
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
        browser.await("the last changes are shown", () -> browser.texts("#captured td:nth-child(5)").stream()
                .allMatch(text -> text.endsWith("ago")));
        browser.await("batches are timed", () -> browser.count("#timings tbody tr") == 2);

        assertThat(browser.count("#captured tbody tr")).isEqualTo(8);
        assertThat(browser.count("#vault tbody tr")).isEqualTo(36);
        browser.await("the model is drawn", () -> browser.count("#mapping .table") == 8);
        assertThat(browser.count("#diagram .hub")).isEqualTo(7);
        assertThat(browser.count("#diagram .link")).isEqualTo(7);
        assertThat(browser.count("#diagram .satellite")).isEqualTo(8);
        assertThat(browser.count("#mapping path")).isGreaterThan(40);
        assertThat(browser.count("#settings tbody tr")).isGreaterThan(30);
        assertThat(browser.text("#process")).contains("active", "version", "up");
    }

    @Test
    void aHubShowsItsColumnsAndATableItsLoadPlan() {
        browser.await("the model is drawn", () -> browser.count("#diagram .hub") == 7);
        browser.find("#diagram [aria-label='hub hub_ticket']").sendKeys(Keys.ENTER);
        assertThat(browser.text("#details")).contains("vault.hub_ticket", "ticket_no", "sat_tickets", "public.tickets");
        browser.find("#details button").click();

        browser.await("the tables are shown", () -> browser.count("#captured tbody button.link") == 8);
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
        assertThat(browser.texts("#reasons .what"))
                .containsExactly(
                        admin.json("/api/status").at("/findings/0/what").asText());
        assertThat(browser.find("#reasons a").getDomAttribute("href")).isEqualTo("#stop-warehouse");
        assertThat(browser.text("#vault-unknown")).contains("not known");

        stack.server(StackSystem.DWH).start();

        awaitVerdict("healthy");
        road.awaitEqual(service);
        assertThat(admin.ask("/metrics").body()).contains("cdc_vault_health{state=\"healthy\"} 1.0");
        assertThat(status().path("state").asText()).isEqualTo("healthy");
    }

    @Test
    void aStoppedBrokerIsToldWhereItHoldsChangesUp() throws Exception {
        stack.server(StackSystem.BROKER).stop();

        awaitVerdict("down");
        browser.await("the engine is not green", () -> !browser.text("#stop-capture .state")
                .equals("streaming"));
        browser.await("the loader is not green", () -> !browser.text("#stop-load .state")
                .equals("running"));
        assertThat(admin.json("/api/status").at("/capture/lag_seconds").isNull())
                .isTrue();
        assertThat(status().at("/findings/0/about").asText()).isEqualTo("topics");

        stack.server(StackSystem.BROKER).start();

        awaitVerdict("healthy");
        road.awaitEqual(service);
        assertThat(admin.json("/health/ready").path("reasons")).isEmpty();
        assertThat(service.output()).doesNotContain("Start `cdc-vault run`");
    }

    @Test
    void theLoaderIsPausedAndResumedByKeyboardAndAWrongTokenIsAskedForAgain() {
        browser.run("sessionStorage.clear()");
        press("#stop-load .turn", "Pause loader");
        browser.await(
                "the page asks for the token", () -> browser.text("#ask-title").equals("Pause loader?"));
        browser.find("#actor").sendKeys("Ada");
        browser.find("#token").sendKeys("guess", Keys.ENTER);
        browser.await(
                "the page asks again", () -> browser.text("#ask-complaint").contains("does not accept"));
        browser.find("#token").sendKeys(ServiceProcess.TOKEN, Keys.ENTER);
        browser.await(
                "the loader is paused", () -> browser.text("#stop-load .state").equals("paused"));
        awaitVerdict("degraded");
        assertThat(admin.ask("/health/ready").statusCode()).isEqualTo(503);
        browser.await("it says what", () -> browser.text("#verdict-title").equals("Paused: the loader"));

        press("#stop-load .turn", "Resume loader");
        confirm("Resume loader?");

        browser.await("the loader runs", () -> browser.text("#stop-load .state").equals("running"));
        awaitVerdict("healthy");
        browser.await("the event is shown", () -> browser.text("#events").contains("The load is paused"));
        assertThat(browser.text("#events")).contains("Ada, from 127.0.0.1");
        assertThat(service.output()).contains("The load is paused, asked by Ada, from 127.0.0.1");
    }

    @Test
    void aDeadLetterIsOpenedRetriedAndDiscardedFromThePage() throws Exception {
        signIn();
        sendJunk("postgres.public.bookings");
        browser.await(
                "the letter is shown", () -> browser.text("#letters-table").contains("not a Debezium envelope"));
        awaitVerdict("degraded");
        assertThat(admin.ask("/api/dead-letters").body()).doesNotContain("hello?");
        browser.await("the title does not hide it", () -> browser.text("#verdict-title")
                .contains("set aside"));
        String id = browser.text("#letters-table tbody td");

        pressIn("#letters-table", "Open " + id);
        browser.await("what came is shown", () -> browser.text("#details").contains("hello?"));
        browser.find("#details button").click();
        pressIn("#letters-table", "Retry " + id);
        confirm("Retry letter " + id + "?");
        browser.await("the retry is answered", () -> browser.text("#notice").contains("not loaded yet"));
        pressIn("#letters-table", "Discard " + id);
        browser.await("the page asks why", () -> browser.count("#ask[open]") == 1);
        browser.find("#ask-reason").sendKeys("not ours", Keys.ENTER);

        browser.await("no letter is left", () -> browser.count("#letters-table tbody tr") == 0);
        awaitVerdict("healthy");
        assertThat(road.inVault("select resolution from cdc_vault.dead_letter")).containsExactly("discarded: not ours");
        assertThat(service.output()).contains("1 changes could not be loaded and were set aside");
    }

    @Test
    void aMartIsRefreshedFromThePage() {
        signIn();
        browser.await("the mart is fresh", () -> browser.text("#marts-table").contains("fresh"));
        String before = admin.json("/api/marts").get(0).path("refreshed_at").asText();

        pressIn("#marts-table", "Refresh presentation");
        confirm("Refresh presentation?");

        browser.await("it is refreshed", () -> !admin.json("/api/marts")
                .get(0)
                .path("refreshed_at")
                .asText()
                .equals(before));
        browser.await("the page says so", () -> browser.text("#notice").contains("presentation"));
    }

    @Test
    void theVaultIsVerifiedFromThePage() {
        signIn();
        press("#verify-start", "Verify now");
        confirm("Verify the vault?");

        browser.await("it is equal", () -> browser.text("#verify-text").startsWith("Equal"));
        assertThat(admin.json("/api/verify").path("verdict").asText()).isEqualTo("equal");
    }

    @Test
    void eachButtonActsOnTheTableOfItsRowWheneverAndInWhateverOrderAnswersCome() {
        try (UnrulyService unruly = UnrulyService.before(service.admin())) {
            unruly.hold("/api/model");
            browser.go(unruly.url());
            signIn();
            browser.await("the tables are shown", () -> browser.count("#captured tbody tr") == 8);
            List<String> first = browser.texts("#captured .link");
            unruly.turnRound("/api/tables", true);
            browser.await("the rows have changed places", () -> !browser.texts("#captured .link")
                    .equals(first));
            unruly.letGo("/api/model");
            browser.await("the model is drawn", () -> browser.count("#diagram .hub") == 7);

            for (String table : first) {
                unruly.turnRound("/api/tables", first.indexOf(table) % 2 == 0);
                pressIn("#captured", "Re-snapshot " + table);
                confirm("Re-snapshot " + table + "?");
                browser.await("it is asked for " + table, () -> unruly.orders().size() == first.indexOf(table) + 1);
            }

            assertThat(unruly.orders())
                    .containsExactlyElementsOf(first.stream()
                            .map(table -> "/api/snapshots?table=" + table)
                            .toList());
            assertThat(browser.texts("#captured tbody tr td:last-child")).doesNotHaveDuplicates();
        } finally {
            browser.go(service.admin().toString());
        }
    }

    @Test
    void whatIsOldIsShownAsOldAndAClickThatFailsSaysSo() {
        try (UnrulyService unruly = UnrulyService.before(service.admin())) {
            browser.go(unruly.url());
            signIn();
            awaitVerdict("healthy");

            unruly.goAway(true);

            awaitVerdict("gone");
            assertThat(browser.text("#verdict-title")).isEqualTo("The service does not answer");
            assertThat(browser.text("#verdict-facts")).contains("as it was at");
            assertThat(browser.run("return getComputedStyle(document.getElementById('road')).filter"))
                    .isEqualTo("grayscale(1)");
            assertThat(browser.run("return document.title")).asString().startsWith("?");
            takePicture("page-gone.png", "light");
            press("#stop-load .turn", "Pause loader");
            confirm("Pause loader?");
            browser.await("the click says that it failed", () -> browser.text("#notice")
                    .contains("not done"));

            unruly.goAway(false);

            awaitVerdict("healthy");
            assertThat(browser.run("return document.body.dataset.connection")).isEqualTo("here");
        } finally {
            browser.go(service.admin().toString());
        }
    }

    @Test
    void nothingKeepsPeopleFromUsingThePageOnScreensAndPhones() {
        try {
            for (int width : List.of(1440, 1024, 390)) {
                browser.resize(width, 1000);
                awaitVerdict("healthy");
                browser.await("the tables are shown", () -> browser.count("#captured tbody tr") == 8);
                assertThat(number(browser.run("return document.documentElement.scrollWidth - innerWidth")))
                        .as("what is cut off at " + width)
                        .isNotPositive();
                for (String scheme : List.of("light", "dark")) {
                    takePicture("page-" + scheme + "-" + width + ".png", scheme);
                    assertThat(browser.barriers()).as(scheme + " at " + width).isEmpty();
                }
            }
        } finally {
            browser.resize(1360, 1000);
        }
    }

    @Test
    void tablesAreSearchedAndSorted() {
        browser.await("the tables are shown", () -> browser.count("#captured tbody tr") == 8);
        browser.find("#tables-search").sendKeys("ticket");
        browser.await("others are left out", () -> browser.texts("#captured .link").stream()
                .allMatch(table -> table.contains("ticket")));
        browser.find("#tables-search").clear();
        browser.find("#tables-search").sendKeys(Keys.SPACE, Keys.BACK_SPACE);
        browser.await("all are back", () -> browser.count("#captured tbody tr") == 8);

        press("#captured th:nth-child(2) button", "Rows ≈");

        browser.await("the largest comes first", () -> {
            List<Integer> rows = browser.texts("#captured td:nth-child(2)").stream()
                    .map(text -> Integer.valueOf(text.replace(",", "")))
                    .toList();
            return rows.equals(
                    rows.stream().sorted(java.util.Comparator.reverseOrder()).toList());
        });
    }

    private static void signIn() {
        browser.run("sessionStorage.setItem('token', '" + ServiceProcess.TOKEN + "')");
    }

    /** In the dialog of that title, which the keyboard reaches first. */
    private static void confirm(String title) {
        browser.await(
                "the page asks: " + title, () -> browser.text("#ask-title").equals(title));
        browser.find("#ask-confirm").sendKeys(Keys.ENTER);
    }

    /** The one button of a table that says so. */
    private static void pressIn(String table, String label) {
        browser.await(
                "there is one button " + label, () -> buttons(table, label).size() == 1);
        buttons(table, label).get(0).sendKeys(Keys.ENTER);
    }

    private static List<WebElement> buttons(String table, String label) {
        return browser.all(table + " tbody button").stream()
                .filter(button -> button.getText().equals(label))
                .toList();
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
