package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.postgres.PostgresSettings;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.verify.VaultDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two masters, one vault: whatever comes first, and whatever is killed, it is the same. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // JUnit calls the set-up.
final class SeveralSourcesIT {

    private static final List<String> SOURCES = List.of("crm", "shop");
    private static final long SEED = 1503;

    private static final String MODEL =
            """
            model: company
            vault: {hash: exact, record_source: {crm: CRM of the company}}
            hubs:
              hub_customer: {business_key: {customer_no: text}}
              hub_advisor:  {business_key: {advisor: text}}
              hub_order:    {business_key: {order_no: integer}}
            links:
              lnk_customer_advisor:        {hubs: {customer: hub_customer, advisor: hub_advisor}, driving: [customer]}
              lnk_order_customer: {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
            satellites:
              sat_customer_crm:  {of: hub_customer, attributes: {name: text, points: smallint}}
              sat_customer_shop: {of: hub_customer, attributes: {name: text, points: smallint}}
              sat_order:         {of: hub_order, attributes: {total: "numeric(10,2)"}}
            sources:
              crm:public.customers:
                hubs: {hub_customer: {customer_no: customer_no}, hub_advisor: {advisor: advisor}}
                links: [lnk_customer_advisor]
                satellites: [sat_customer_crm]
              shop:public.customers:
                hubs: {hub_customer: {customer_no: customer_no}, hub_advisor: {advisor: advisor}}
                links: [lnk_customer_advisor]
                satellites: [sat_customer_shop]
              shop:public.orders:
                hubs: {hub_order: {order_no: order_no}, hub_customer: {customer_no: customer_no}}
                links: [lnk_order_customer]
                satellites: [sat_order]
            """;

    private static LocalStack stack;
    private static Map<String, PostgresServer> masters;
    private static Path model;

    @BeforeAll
    static void loadWhileServicesAreKilled() throws Exception {
        stack = LocalStack.temporary();
        masters = new TreeMap<>();
        SOURCES.forEach(source -> masters.put(
                source, PostgresServer.temporary(PostgresSettings.fast(source).with("wal_level", "logical"))));
        model = Files.writeString(Files.createTempFile(stack.directory(), "company", ".yaml"), MODEL);
        createTables();
        Path configuration = configuration("first", true);
        Random random = new Random(SEED);
        ServiceProcess both = ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=5");
        for (int round = 0; round < 3; round++) {
            live(random, 40);
            both.kill();
            live(random, 10);
            both = ServiceProcess.start(configuration, "run", "--set", "load.batch-rows=5");
        }
        awaitCaughtUp(configuration, both);
        assertThat(both.terminate()).as(both.output()).isZero();
        Map<String, ServiceProcess> each = new TreeMap<>();
        SOURCES.forEach(source -> each.put(source, run(configuration, source)));
        for (int round = 0; round < 4; round++) {
            live(random, 30);
            String source = SOURCES.get(round % 2);
            of(each, source).kill();
            live(random, 10);
            each.put(source, run(configuration, source));
        }
        awaitCaughtUp(configuration, of(each, "crm"));
        for (ServiceProcess service : each.values()) {
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    @AfterAll
    static void stop() {
        masters.values().forEach(PostgresServer::close);
        stack.close();
    }

    @Test
    @Order(1)
    void sharedHubsAndLinksAreThoseOfTheirLeastSighting() throws Exception {
        SharedSightings sightings = SharedSightings.read(stack.broker().bootstrapServers());

        assertThat(sightings.customers()).hasSizeGreaterThan(20);
        assertThat(inVault("first", "select customer_no, load_dts, rec_src from vault.hub_customer"))
                .containsExactlyInAnyOrderElementsOf(sightings.customers());
        assertThat(inVault("first", "select advisor, load_dts, rec_src from vault.hub_advisor"))
                .containsExactlyInAnyOrderElementsOf(sightings.advisors());
        assertThat(
                        inVault(
                                "first",
                                "select customer_no || '/' || advisor, l.load_dts, l.rec_src from vault.lnk_customer_advisor l"
                                        + " join vault.hub_customer using (customer_hk) join vault.hub_advisor using (advisor_hk)"))
                .containsExactlyInAnyOrderElementsOf(sightings.links());
    }

    @Test
    @Order(2)
    void hubSaysInWhichSourcesItLives() throws Exception {
        List<String> expected = new ArrayList<>();
        Map<String, List<String>> living = new TreeMap<>();
        for (String source : SOURCES) {
            living.put(source, inMaster(source, "select customer_no from customers"));
        }
        inVault("first", "select customer_no from vault.hub_customer")
                .forEach(customer -> expected.add(customer + " "
                        + (of(living, "crm").contains(customer) ? "t" : "f") + " "
                        + (of(living, "shop").contains(customer) ? "t" : "f")));

        assertThat(inVault("first", "select customer_no, is_live_crm, is_live_shop from vault.hub_customer_current"))
                .containsExactlyInAnyOrderElementsOf(expected)
                .anyMatch(row -> row.endsWith(" t t"))
                .anyMatch(row -> row.endsWith(" f t"))
                .anyMatch(row -> row.endsWith(" t f"));
        assertThat(inVault(
                        "first",
                        "select customer_no, is_live_crm, is_live_shop from vault.hub_customer_as_of('infinity')"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @Order(3)
    void openLinksAreThoseOfEachSource() throws Exception {
        for (String source : SOURCES) {
            assertThat(inVault(
                            "first",
                            "select customer_no, advisor from vault.lnk_customer_advisor_" + source + "_current"
                                    + " join vault.hub_customer using (customer_hk)"
                                    + " join vault.hub_advisor using (advisor_hk)"))
                    .containsExactlyInAnyOrderElementsOf(
                            inMaster(source, "select customer_no || ' ' || advisor from customers"));
        }
    }

    @Test
    @Order(4)
    void verifyIsCleanForEachSourceAndNamesIt() throws Exception {
        Path configuration = configuration("first", true);
        Map<String, ServiceProcess> each = new TreeMap<>();
        SOURCES.forEach(source -> each.put(source, run(configuration, source)));
        try (ServiceProcess verify = ServiceProcess.start(configuration, "verify")) {
            assertThat(verify.exitCode()).as(verify.output()).isZero();
            assertThat(verify.output()).contains("Source crm", "Source shop");
        }
        try (ServiceProcess replay = ServiceProcess.start(configuration, "replay")) {
            assertThat(replay.exitCode()).as(replay.output()).isZero();
        }
        for (ServiceProcess service : each.values()) {
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    @Test
    @Order(5)
    void anyInterleavingGivesTheSameVault() throws Exception {
        Map<String, String> expected = digests("first");
        for (List<String> order : List.of(List.of("crm", "shop"), List.of("shop", "crm"))) {
            String database = "late_" + order.get(1);
            for (String source : order) {
                load(database, source, 1);
            }
            assertThat(digests(database)).as(database).isEqualTo(expected);
        }
        for (int seed = 1; seed <= 5; seed++) {
            String database = "together_" + seed;
            stack.dwh().createDatabase(database);
            Random random = new Random(seed);
            List<CompletableFuture<Void>> loads = new ArrayList<>();
            for (String source : SOURCES) {
                long own = random.nextLong();
                loads.add(CompletableFuture.runAsync(() -> load(database, source, own)));
            }
            loads.forEach(CompletableFuture::join);
            assertThat(digests(database)).as(database).isEqualTo(expected);
        }
    }

    @Test
    @Order(6)
    void withoutKafkaTheSameKeysComeTogether() throws Exception {
        Path configuration = configuration("direct", false);
        ServiceProcess both = ServiceProcess.start(configuration, "run");
        awaitCaughtUp(configuration, both);
        live(new Random(6), 40);
        both.kill();
        live(new Random(7), 20);
        both = ServiceProcess.start(configuration, "run");
        awaitCaughtUp(configuration, both);
        try (ServiceProcess verify = ServiceProcess.start(configuration, "verify")) {
            assertThat(verify.exitCode()).as(verify.output()).isZero();
        }
        assertThat(both.terminate()).as(both.output()).isZero();
        assertThat(inVault("direct", "select count(*) = count(distinct customer_no) from vault.hub_customer"))
                .containsExactly("t");
    }

    @Test
    @Order(7)
    void vaultOfSeveralSourcesIsNotContinuedFromOne() throws Exception {
        String one = Files.readString(configuration("first", true))
                .replaceFirst(
                        "(?s)  sources:.*  warehouse:",
                        "  source: {url: \"" + of(masters, "crm").jdbcUrl() + "\", user: postgres}\n  warehouse:");
        Path modelOfOne = Files.writeString(
                Files.createTempFile(stack.directory(), "one", ".yaml"),
                """
                model: company
                vault: {hash: exact, record_source: CRM}
                hubs: {hub_customer: {business_key: {customer_no: text}}}
                satellites: {sat_customer_crm: {of: hub_customer, attributes: {name: text}}}
                sources:
                  public.customers: {hubs: {hub_customer: {customer_no: customer_no}}, satellites: [sat_customer_crm]}
                """);
        Path configuration = Files.writeString(
                Files.createTempFile(stack.directory(), "one", ".yaml"),
                one.replace(model.toString(), modelOfOne.toString()));

        try (ServiceProcess refused = ServiceProcess.start(configuration, "run")) {
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(FailureKind.WAREHOUSE_FOREIGN.exitCode());
            assertThat(refused.output()).contains("is loaded from several sources: set `sources` again");
        }
    }

    @Test
    @Order(8)
    void cutIsTheSameInAVaultThatHasComeFurther() throws Exception {
        Path first = configuration("first", true);
        Path late = configuration("late_shop", true);
        String cut = output(first, "cut", "--json");
        String loadDate = cut.replaceFirst("(?s).*\"loadDate\":\"([^\"]+)\".*", "$1");
        String digests = output(first, "verify", "--digest", "--as-of", loadDate);
        try (ServiceProcess both = ServiceProcess.start(first, "run")) {
            live(new Random(8), 30);
            awaitCaughtUp(first, both);
            assertThat(both.terminate()).as(both.output()).isZero();
        }

        assertThat(cut).contains("\"crm\":\"", "\"shop\":\"");
        assertThat(output(first, "cut", "--json")).isNotEqualTo(cut);
        assertThat(output(first, "cut", "--json", "--at", loadDate)).isEqualTo(cut);
        assertThat(output(late, "cut", "--json", "--at", loadDate)).isEqualTo(cut);
        assertThat(output(first, "verify", "--digest", "--as-of", loadDate)).isEqualTo(digests);
        assertThat(output(late, "verify", "--digest", "--as-of", loadDate)).isEqualTo(digests);
        String crm = cut.replaceFirst("(?s).*\"crm\":\"([^\"]+)\".*", "$1");
        assertThat(inVault("first", "select * from vault.sat_customer_crm_as_of(pg_lsn '" + crm + "')"))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        inVault("first", "select * from vault.sat_customer_crm_as_of(timestamptz '" + loadDate + "')"));
        try (ServiceProcess later = ServiceProcess.start(first, "cut", "--at", "2199-01-01T00:00:00Z")) {
            assertThat(later.exitCode()).as(later.output()).isEqualTo(FailureKind.CONFIGURATION_INVALID.exitCode());
            assertThat(later.output()).contains("Not every source is loaded up to 2199");
        }
    }

    @Test
    @Order(9)
    void groupsOfLoadersForEachSourceMakeTheSameVault() throws Exception {
        Path configuration = configuration("groups", true);
        List<ServiceProcess> loaders = new ArrayList<>();
        for (String source : List.of("crm", "shop", "crm", "shop")) {
            loaders.add(ServiceProcess.start(configuration, "load", "--source", source, "--set", "load.batch-rows=7"));
        }
        Await.until(
                "both groups have loaded something",
                Duration.ofSeconds(60),
                () -> isThere("groups", "sat_customer_crm") && isThere("groups", "sat_customer_shop"));
        loaders.get(0).kill();
        loaders.get(1).kill();

        Map<String, String> expected = digests("first");
        boolean isEqual = Await.within(
                Duration.ofSeconds(90), () -> digestsUnlessLocked("groups").equals(expected));
        assertThat(isEqual)
                .as(digestsUnlessLocked("groups") + " is not " + expected
                        + loaders.get(2).output() + loaders.get(3).output())
                .isTrue();
        for (ServiceProcess loader : loaders.subList(2, 4)) {
            assertThat(loader.terminate()).as(loader.output()).isZero();
        }
    }

    private static boolean isThere(String database, String satellite) {
        try {
            return !inVault(database, "select from vault." + satellite + " limit 1")
                    .isEmpty();
        } catch (SQLException e) {
            // Not created yet.
            return false;
        }
    }

    private static Map<String, String> digestsUnlessLocked(String database) {
        try {
            return digests(database);
        } catch (IOException | CdcVaultException e) {
            return Map.of(String.valueOf(e.getMessage()), "");
        }
    }

    @Test
    @Order(10)
    void lettersOfTablesOfOneNameAreKeptApart() throws Exception {
        Path configuration = configuration("first", true);
        String both = "insert into customers values ('C-99', 'both', 'A-1', 1)"
                + " on conflict (customer_no) do update set name = 'both', points = 1";
        try (ServiceProcess service = ServiceProcess.start(configuration, "run")) {
            onMaster("crm", both);
            onMaster("shop", both);
            onMaster("shop", "update customers set points = 100000 where customer_no = 'C-99'");
            onMaster("crm", "update customers set points = 2 where customer_no = 'C-99'");
            awaitCaughtUp(configuration, service);

            assertThat(inVault("first", "select source, source_table from cdc_vault.dead_letter"))
                    .containsExactly("shop customers");
            assertThat(inVault(
                            "first",
                            "select points from vault.sat_customer_crm_current join vault.hub_customer"
                                    + " using (customer_hk) where customer_no = 'C-99'"))
                    .containsExactly("2");
            assertThat(output(configuration, "dead-letters", "list", "--source", "crm"))
                    .doesNotContain("public.customers");
            try (ServiceProcess verify = ServiceProcess.start(configuration, "verify", "--source", "crm")) {
                assertThat(verify.exitCode()).as(verify.output()).isZero();
            }
            try (ServiceProcess verify = ServiceProcess.start(configuration, "verify", "--source", "shop")) {
                assertThat(verify.exitCode()).as(verify.output()).isEqualTo(3);
            }
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    @Test
    @Order(9)
    void commandsGoThroughAllSourcesOrAskForOne() throws Exception {
        Path configuration = configuration("direct", false);
        try (ServiceProcess service = ServiceProcess.start(configuration, "run")) {
            awaitCaughtUp(configuration, service);
            for (String command : List.of(
                    "status", "setup", "doctor", "config show", "model check", "model diff", "dead-letters list")) {
                try (ServiceProcess each = ServiceProcess.start(configuration, command.split(" "))) {
                    // A model whose column is narrower than its source's, on purpose, is a finding.
                    assertThat(each.exitCode()).as(command + each.output()).isIn(0, 1, 4);
                    assertThat(each.output()).as(command).contains("Source crm", "Source shop");
                }
            }
            awaitCaughtUp(configuration, service);
            try (ServiceProcess status = ServiceProcess.start(configuration, "status", "--json")) {
                assertThat(status.exitCode()).isIn(0, 1);
                assertThat(status.output()).contains("{\"source_name\":\"crm\",", "{\"source_name\":\"shop\",");
            }
            assertThat(output(configuration, "verify", "--json"))
                    .contains("{\"source_name\":\"crm\",", "{\"source_name\":\"shop\",");
            onWarehouse("direct", "delete from vault.sat_customer_crm", "delete from vault.sts_customer_crm");
            try (ServiceProcess ambiguous = ServiceProcess.start(configuration, "snapshot", "customers")) {
                assertThat(ambiguous.exitCode()).isEqualTo(FailureKind.CONFIGURATION_INVALID.exitCode());
                assertThat(ambiguous.output()).contains("say which one with --source, expected one of crm, shop");
            }
            output(configuration, "snapshot", "customers", "--source", "crm");
            output(configuration, "verify");
            for (String command : List.of("pause", "resume")) {
                assertThat(output(configuration, command, "capture")).contains("Source crm", "Source shop");
            }
            assertThat(service.output()).contains("[crm] ", "[shop] ");
            assertThat(service.terminate()).as(service.output()).isZero();
        }
    }

    @Test
    @Order(11)
    void modelWithTablesOfASourceThatIsNotConfiguredIsRefused() throws Exception {
        Path configuration = configuration("unknown", false);
        Files.writeString(configuration, Files.readString(configuration).replaceFirst("(?m)^    shop: .*\\n", ""));

        try (ServiceProcess refused = ServiceProcess.start(configuration, "run")) {
            assertThat(refused.exitCode()).isEqualTo(FailureKind.CONFIGURATION_INVALID.exitCode());
            assertThat(refused.output())
                    .contains("has tables of shop, which cdc-vault.sources does not have, only crm");
        }
    }

    private static void onWarehouse(String database, String... statements) throws SQLException {
        try (Connection vault = stack.dwh().connect(database);
                Statement statement = vault.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String output(Path configuration, String... arguments) throws InterruptedException {
        try (ServiceProcess command = ServiceProcess.start(configuration, arguments)) {
            assertThat(command.exitCode()).as(command.output()).isZero();
            return command.output();
        }
    }

    private static <T> T of(Map<String, T> each, String source) {
        return Objects.requireNonNull(each.get(source));
    }

    private static ServiceProcess run(Path configuration, String source) {
        return ServiceProcess.start(configuration, "run", "--source", source, "--set", "load.batch-rows=7");
    }

    /** Loads what is on the topics of one source, in small batches that are broken off. */
    private static void load(String database, String source, long seed) {
        try {
            stack.dwh().createDatabase(database);
            Installation installation = installation(database, source, 6);
            Random random = new Random(seed);
            for (boolean isLoaded = false; !isLoaded; ) {
                isLoaded = loadUnlessBlocked(installation, random);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two loaders may block one another: then the server ends one of them, which begins again. */
    private static boolean loadUnlessBlocked(Installation installation, Random random) {
        try {
            new BrokenOffLoad(installation, random).run();
            return true;
        } catch (CdcVaultException e) {
            assertThat(e).hasMessageContaining("deadlock");
            assertThat(e.kind().isRetried()).isTrue();
            return false;
        }
    }

    private static Installation installation(String database, String source, int batchRows) throws IOException {
        return Installation.of(SettingsReader.read(
                Optional.of(configuration(database, true)),
                Map.of("cdc-vault.load.batch-rows", Integer.toString(batchRows)),
                Optional.of(source)));
    }

    private static Map<String, String> digests(String database) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String source : SOURCES) {
            Installation installation = installation(database, source, 1);
            VaultDigest.of(installation.settings(), installation.model(), (done, steps, what) -> {})
                    .tables()
                    .forEach(table -> digests.put(table.name(), table.rows() + " " + table.digest()));
        }
        return digests;
    }

    private static void awaitCaughtUp(Path configuration, ServiceProcess service) throws Exception {
        for (String source : SOURCES) {
            try (ServiceProcess wait =
                    ServiceProcess.start(configuration, "status", "--source", source, "--wait", "50")) {
                assertThat(wait.exitCode()).as(wait.output() + service.output()).isIn(0, 1);
            }
        }
        Await.until("the service is alive: " + service.output(), Duration.ofSeconds(1), service::isAlive);
    }

    private static void createTables() throws SQLException {
        onMaster(
                "crm",
                "create table customers (customer_no text primary key, name text, advisor text, points integer)",
                "insert into customers select 'C-' || n, 'crm ' || n, 'A-' || n % 5 from generate_series(1, 25) n");
        onMaster(
                "shop",
                "create table customers (customer_no text primary key, name text, advisor text, points integer)",
                "create table orders (order_no integer primary key, customer_no text, total numeric(10,2))",
                "insert into customers select 'C-' || n, 'shop ' || n, 'A-' || n % 7 from generate_series(11, 30) n",
                "insert into orders select n, 'C-' || n, n from generate_series(1, 12) n");
    }

    /** Changes in both, many of the same keys; each in a transaction of its own. */
    private static void live(Random random, int changes) throws SQLException {
        for (int i = 0; i < changes; i++) {
            String customer = "'C-" + random.nextInt(60) + "'";
            String advisor = "'A-" + random.nextInt(12) + "'";
            String source = SOURCES.get(random.nextInt(2));
            switch (random.nextInt(source.equals("shop") ? 5 : 3)) {
                case 0 ->
                    onMaster(
                            source,
                            "insert into customers values (" + customer + ", 'new', " + advisor
                                    + ") on conflict (customer_no) do update set name = 'again', advisor = excluded.advisor");
                case 1 -> onMaster(source, "delete from customers where customer_no = " + customer);
                case 2 ->
                    onMaster(
                            source,
                            "update customers set name = name || '.', advisor = " + advisor + " where customer_no = "
                                    + customer);
                case 3 ->
                    onMaster(
                            source,
                            "insert into orders values (" + random.nextInt(500) + ", " + customer
                                    + ", 1) on conflict (order_no) do update set customer_no = excluded.customer_no");
                default -> onMaster(source, "delete from orders where order_no = " + random.nextInt(100));
            }
        }
    }

    private static void onMaster(String source, String first, String... others) throws SQLException {
        List<String> statements = new ArrayList<>(List.of(first));
        statements.addAll(List.of(others));
        try (Connection master = of(masters, source).connect();
                Statement statement = master.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> inMaster(String source, String sql) throws SQLException {
        try (Connection master = of(masters, source).connect()) {
            return rows(master, sql);
        }
    }

    private static List<String> inVault(String database, String sql) throws SQLException {
        try (Connection vault = DriverManager.getConnection(stack.dwh().jdbcUrl(database), "postgres", "")) {
            return rows(vault, sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        columns.add(String.valueOf(rows.getString(i)));
                    }
                    found.add(String.join(" ", columns));
                }
                return found;
            }
        }
    }

    private static Path configuration(String database, boolean kafka) throws IOException {
        stack.dwh().createDatabase(database);
        StringBuilder yaml = new StringBuilder(
                "cdc-vault:\n  name: company\n  admin: {port: 0}\n  model: \"" + model + "\"\n  sources:\n");
        masters.forEach(
                (source, master) -> yaml.append("    " + source + ": {url: \"" + master.jdbcUrl() + "\", user: postgres"
                        + (kafka ? "" : ", slot: direct_" + source + ", publication: direct_" + source) + "}\n"));
        yaml.append("  warehouse: {url: \"" + stack.dwh().jdbcUrl(database) + "\", user: postgres}\n");
        if (kafka) {
            yaml.append("  kafka: {bootstrap-servers: \"" + stack.broker().bootstrapServers() + "\"}\n");
        }
        return Files.writeString(Files.createTempFile(stack.directory(), database, ".yaml"), yaml.toString());
    }
}
