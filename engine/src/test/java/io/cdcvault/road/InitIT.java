package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.catalog.Selection;
import io.cdcvault.check.ModelCheck;
import io.cdcvault.check.ModelFault;
import io.cdcvault.init.FirstModel;
import io.cdcvault.init.SourceAddress;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of four databases: reviewed as files, accepted by the warehouse, and loaded without an edit. */
@SuppressWarnings("NullAway.Init") // Before the first test.
final class InitIT {

    private static final Path FOLDER = Path.of("src", "test", "models");
    private static final Path PAGE = Path.of("..", "docs", "your-database.md");
    private static final List<String> LOADED = List.of("shop", "tracker");

    private static final String FAULTY =
            """
            model: faulty
            vault: {schema: faulty, record_source: shop}
            hubs:
              hub_customer: {business_key: {name: text}}
              hub_rate: {business_key: {label: varchar(5)}}
              hub_tax: {business_key: {label: text}}
              hub_cart: {business_key: {id: bigint}}
              hub_order: {business_key: {order_no: text}}
            satellites:
              sat_customer:
                of: hub_customer
                attributes:
                  born: moood
            sources:
              shop.customers:
                hubs: {hub_customer: {name: name}}
                satellites: {sat_customer: {born: emial}}
              shop.tax_class: {hubs: {hub_tax: {label: label}}}
              shop.cart_cache: {hubs: {hub_cart: {id: id}}}
              shop.tax_classes: {hubs: {hub_rate: {label: label}}}
              shop.open_orders: {hubs: {hub_order: {order_no: order_no}}}
            """;

    /** By database and user: what the sources are does not change. */
    private static final Map<String, FirstModel> DERIVED = new HashMap<>();

    private static LocalStack stack;
    private static Path configuration;

    @BeforeAll
    static void createDatabases() throws Exception {
        stack = LocalStack.temporary();
        configuration = ServiceProcess.sparseConfiguration(stack, false);
        for (String database : List.of("shop", "tracker", "sensors")) {
            stack.master().createDatabase(database);
            run(database, List.of(script(database)));
        }
        stack.master().createDatabase("erp");
        run("erp", UglyErp.statements());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "tracker", "sensors", "erp"})
    void modelIsTheReviewedOne(String database) throws IOException {
        Path golden = FOLDER.resolve(database + ".yaml");
        String fresh = derived(database, "postgres").text();
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, fresh);
        }

        assertThat(golden)
                .as("run the tests with -Ddocs.update=true to write it")
                .hasContent(fresh);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensors", "erp"})
    void warehouseMakesItsTables(String database) {
        stack.dwh().createDatabase(database);
        VaultModel model = derived(database, "postgres").derived().model();

        try (Warehouse warehouse = Warehouse.connect(SettingsReader.read(
                Optional.of(configuration),
                Map.of(
                        "cdc-vault.name",
                        database,
                        "cdc-vault.warehouse.url",
                        stack.dwh().jdbcUrl(database))))) {
            warehouse.createMissing(model);
        }

        assertThat(model.sources()).isNotEmpty();
    }

    /** The catalog is readable for all; what the user could not read is named. */
    @Test
    void roleWithoutRightsReadsTheSameCatalogAndIsWarnedOfHiddenRows() throws SQLException {
        run("sensors", List.of("create role reader login"));

        FirstModel model = derived("sensors", "reader");

        assertThat(model.derived().model())
                .isEqualTo(derived("sensors", "postgres").derived().model());
        assertThat(model.warnings())
                .singleElement()
                .asString()
                .contains("plant.secrets has row-level security", "alter role \"reader\" bypassrls");
        assertThat(model.text()).contains("Row-level security hides rows");
    }

    @Test
    void tablesAreChosenByPatterns() {
        Selection selection = new Selection(List.of("sh?p"), List.of("order*", "shop.pay*", "*.visits"));

        FirstModel model = FirstModel.of(address("shop", "postgres"), selection, HashRecipe.EXACT);

        assertThat(model.derived().model().source(new TableName("shop", "customers")))
                .isPresent();
        assertThat(model.text()).doesNotContain("order_lines", "payments", "visits");
    }

    @Test
    void uneditedModelsAreLoadedAndVerified() throws Exception {
        List<ServiceProcess> services = new ArrayList<>();
        for (String database : LOADED) {
            stack.dwh().createDatabase(database);
            ServiceProcess init =
                    command(database, "init", "--output", model(database).toString());
            assertThat(init.exitCode()).as(init.output()).isZero();
            ModelReader.read(Files.readString(model(database)), database);
            services.add(command(database, "run"));
        }
        for (String database : LOADED) {
            try (Connection connection = stack.master().connect(database)) {
                new RandomLife(connection, 5, RandomLife.statements(script(database + "-life"))).live(150);
            }
        }
        for (int i = 0; i < LOADED.size(); i++) {
            ServiceProcess verify = command(LOADED.get(i), "verify");
            assertThat(verify.exitCode())
                    .as(verify.output() + services.get(i).output())
                    .isZero();
            ServiceProcess check = command(LOADED.get(i), "model", "check");
            assertThat(check.exitCode()).as(check.output()).isZero();
            assertThat(services.get(i).terminate()).as(services.get(i).output()).isZero();
        }
    }

    @Test
    void editedModelGetsWhatTheSourceGotSince() throws Exception {
        stack.master().createDatabase("growing");
        stack.dwh().createDatabase("growing");
        run(
                "growing",
                List.of(
                        "create table item (code text primary key, name text, price numeric, made date)",
                        "create table item_log (id bigint primary key, item text)"));
        String[] init = {"init", "--output", model("growing").toString()};
        assertThat(command(
                                "growing",
                                "init",
                                "--exclude",
                                "*_log",
                                "--output",
                                model("growing").toString())
                        .exitCode())
                .isZero();
        Files.writeString(model("growing"), Files.readString(model("growing")).replace("sat_item", "sat_item_of_ours"));

        run("growing", List.of("create table box (label text primary key, item text references item)"));
        ServiceProcess again = command("growing", init);

        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).contains("As when the file was written: --exclude '*_log'.");
        assertThat(Files.readString(model("growing")))
                .contains("sat_item_of_ours", "hub_box")
                .doesNotContain("item_log");
        ServiceProcess check = command("growing", "model", "check");
        assertThat(check.exitCode()).as(check.output()).isZero();
    }

    /** A vault keeps its recipe: with another one, every key of it would be another. */
    @Test
    void modelThatWasDerivedWithAnotherRecipeKeepsIt() throws Exception {
        stack.master().createDatabase("aged");
        run("aged", List.of("create table item (code text primary key, name text)"));
        String[] init = {"init", "--output", model("aged").toString()};
        assertThat(command("aged", init).exitCode()).isZero();
        String first = Files.readString(model("aged"));
        Path base = Path.of(model("aged") + ".init");
        Files.writeString(base, Files.readString(base).replace("hash: exact", "hash: automate-dv"));
        Files.writeString(
                model("aged"), first.replace("hash: exact", "hash: {recipe: automate-dv, algorithm: sha256}"));

        run("aged", List.of("create table box (label text primary key, item text references item)"));
        ServiceProcess again = command("aged", init);

        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).doesNotContain("kept your lines");
        assertThat(first).contains("  hash: exact\n", "`A` and `a` are two keys");
        assertThat(Files.readString(model("aged")))
                .contains("hub_box", "  hash: {recipe: automate-dv, algorithm: sha256}\n", "are one key to the vault")
                .doesNotContain("`A` and `a` are two keys");
        assertThat(Files.readString(base)).contains("  hash: automate-dv\n");
    }

    @Test
    void checkNamesEveryProblemWithItsLineAndWhatWasMeant() throws Exception {
        stack.dwh().createDatabase("faulty");
        try (Connection warehouse = stack.dwh().connect("faulty");
                Statement statement = warehouse.createStatement()) {
            statement.execute("create schema faulty; create table faulty.hub_rate (rate_hk bytea,"
                    + " label date, load_dts timestamptz, rec_src text)");
        }
        Path model = Files.writeString(stack.directory().resolve("faulty.yaml"), FAULTY);
        Settings settings = SettingsReader.read(
                Optional.of(configuration),
                Map.of(
                        "cdc-vault.model", model.toString(),
                        "cdc-vault.source.url", stack.master().jdbcUrl("shop"),
                        "cdc-vault.warehouse.url", stack.dwh().jdbcUrl("faulty")));

        List<String> faults = new ModelCheck(settings, false)
                .faults().stream()
                        .map(fault -> fault.line().orElse(0) + " " + fault.place() + " " + fault.problem())
                        .toList();

        assertThat(faults)
                .noneMatch(fault -> fault.contains("hub_rate.load_dts"))
                .anyMatch(fault -> fault.startsWith("5 WAREHOUSE hub_rate.label is date in the warehouse, but"))
                .anyMatch(fault -> fault.startsWith("5 WAREHOUSE shop.tax_classes.label is character varying(40), but"))
                .anyMatch(fault -> fault.startsWith("13 WAREHOUSE moood, which the model uses, is not known"))
                .anyMatch(
                        fault -> fault.matches("17 SOURCE shop.customers has no column emial,.*did you mean email\\?"))
                .anyMatch(fault ->
                        fault.matches("15 SOURCE shop.customers has rows.* by \\(name\\), which is not unique.*"))
                .anyMatch(fault -> fault.matches("18 SOURCE shop.tax_class does not.*did you mean shop.tax_classes\\?"))
                .anyMatch(fault -> fault.startsWith("19 SOURCE shop.cart_cache is unlogged"))
                .anyMatch(fault -> fault.startsWith("21 SOURCE shop.open_orders is no table"));
        assertThat(new ModelCheck(settings, true).faults())
                .isNotEmpty()
                .noneMatch(fault -> fault.place() == ModelFault.Place.WAREHOUSE);
        Files.writeString(model, FAULTY.replace("of: hub_customer", "of: hub_costumer"));
        assertThat(new ModelCheck(settings, false).faults())
                .anyMatch(
                        fault -> fault.problem().equals("Unknown hub or link hub_costumer; did you mean hub_customer?"))
                .allMatch(fault ->
                        fault.place() == ModelFault.Place.FILE && fault.line().isPresent());
    }

    /** The page's SQL, files and commands, with this machine's addresses. */
    @Test
    void pageAboutYourOwnDatabaseIsTrue() throws Exception {
        String page = Files.readString(PAGE);
        stack.master().createDatabase("own");
        stack.master().createDatabase("own_dwh");
        run("own", blocks(page, "sql"));
        Path home = Files.createDirectories(stack.directory().resolve("own"));
        List<String> excerpts = blocks(page, "yaml");
        String written = excerpts.stream()
                .filter(block -> block.startsWith("cdc-vault:"))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(home.resolve("cdc-vault.yaml"), here(written, home) + "  admin: {port: 0}\n");
        Map<String, ServiceProcess> done = new LinkedHashMap<>();
        for (String line : blocks(page, "sh").stream().flatMap(String::lines).toList()) {
            if (line.startsWith("cdc-vault ")) {
                String called = line.substring("cdc-vault ".length())
                        .split("\\s+#", 2)[0]
                        .strip();
                ServiceProcess process =
                        ServiceProcess.start(file, here(called, home).split("\\s+"));
                done.put(called, process);
                if (!called.equals("run")) {
                    assertThat(process.exitCode())
                            .as(called + ": " + process.output())
                            .isZero();
                }
            }
        }

        assertThat(done).hasSizeGreaterThan(7);
        assertThat(blocks(page, ""))
                .contains(done.values().iterator().next().lastLine().replace(home + "/", "") + "\n");
        String model = Files.readString(home.resolve("model.yaml"));
        excerpts.stream().filter(block -> block.startsWith("  ")).forEach(block -> assertThat(model)
                .contains(block));
        assertThat(Objects.requireNonNull(done.get("run")).terminate()).isZero();
    }

    private static String here(String text, Path home) {
        return text.replace("localhost:5432/shop", "127.0.0.1:" + stack.master().port() + "/own")
                .replace("model.yaml", home.resolve("model.yaml").toString());
    }

    /** The contents of a page's blocks of code of one language. */
    private static List<String> blocks(String page, String language) {
        return Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$")
                .matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    private static ServiceProcess command(String database, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        Map.of(
                        "name",
                        database,
                        "model",
                        model(database).toString(),
                        "source.url",
                        stack.master().jdbcUrl(database),
                        "source.slot",
                        "slot_" + database,
                        "source.publication",
                        database,
                        "warehouse.url",
                        stack.dwh().jdbcUrl(database))
                .forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        return ServiceProcess.start(configuration, all.toArray(String[]::new));
    }

    private static Path model(String database) {
        return stack.directory().resolve(database + ".yaml");
    }

    private static FirstModel derived(String database, String user) {
        return DERIVED.computeIfAbsent(
                database + " by " + user,
                name -> FirstModel.of(address(database, user), Selection.all(), HashRecipe.EXACT));
    }

    private static SourceAddress address(String database, String user) {
        return new SourceAddress(stack.master().jdbcUrl(database), user, Optional.empty());
    }

    private static void run(String database, List<String> statements) throws SQLException {
        try (Connection connection = stack.master().connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream sql =
                Objects.requireNonNull(InitIT.class.getResourceAsStream("/io/cdcvault/init/" + name + ".sql"), name)) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
