package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import io.cdcvault.status.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Each line of the table in docs/schema-changes.md while rows of all tables are written, with two services, one through
 * Kafka and one without, that are both killed in its midst. After each, both vaults are equal to the source.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MigrationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** With a policy for some. */
    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("filled", ""),
            Map.entry("typed", ""),
            Map.entry("turned", "drift: {types: TEXT}, "),
            Map.entry("parked", "drift: {types: PARK}, "),
            Map.entry("lost", ""),
            Map.entry("ended", "drift: {dropped: END}, "),
            Map.entry("kept", "drift: {dropped: KEEP}, "),
            Map.entry("moved", ""),
            Map.entry("split", ""),
            Map.entry("keyed", ""),
            Map.entry("rekeyed", ""),
            Map.entry("unkeyed", "drift: {dropped_keys: STOP}, "),
            Map.entry("strict", "drift: {columns: REPORT, types: STOP, unknown_columns: STOP}, "));

    private static LocalStack stack;
    private static List<Watched> services;
    private static Path model;
    private static Writer writer;

    @BeforeAll
    static void startAll() throws Exception {
        stack = LocalStack.temporary();
        StringBuilder hubs = new StringBuilder();
        StringBuilder satellites = new StringBuilder();
        StringBuilder sources = new StringBuilder();
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            String name = table.getKey();
            Watched.onMaster(stack, create(name));
            hubs.append("  hub_%s: {business_key: {id: integer}}%n".formatted(name));
            satellites.append("  sat_%1$s: {of: hub_%1$s, attributes: {v: text, a: varchar(9), n: integer, d: date}}%n"
                    .formatted(name));
            sources.append("  public.%1$s: {%2$shubs: {hub_%1$s: {id: id}}, satellites: [sat_%1$s]}%n"
                    .formatted(name, table.getValue()));
        }
        // It stays updatable without its key.
        Watched.onMaster(stack, "alter table unkeyed replica identity full");
        Watched.onMaster(stack, "insert into typed values (0, 'untouched', 'a', 1, '2026-01-01')");
        model = Files.writeString(
                stack.directory().resolve("migrations.yaml"),
                "model: migrations%nvault: {record_source: migrations}%n".formatted() + "hubs:\n" + hubs
                        + "satellites:\n" + satellites + "sources:\n" + sources);
        Map<String, String> patterns = Map.of("capture.tables", "public.came*,public.split_*");
        services = List.of(
                new Watched(stack, "migrations_kafka", true, model, List.of(), patterns),
                new Watched(stack, "migrations_direct", false, model, List.of(), patterns));
        // What the tables lack by then is new afterwards.
        services.forEach(Watched::awaitEqualAndHealthy);
        writer = new Writer(stack, TABLES.keySet());
        writer.start();
    }

    @BeforeEach
    void letWrite() {
        writer.proceed();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        writer.end();
        stack.close();
    }

    @Test
    @Order(1)
    void columnsThatComeWithAndWithoutValues() throws Exception {
        migrate(
                "alter table typed add column plain int, add column p numeric(6,2)",
                "alter table filled add column c int default 7",
                "alter table filled add column at double precision default random()",
                "alter table filled add column g int generated always as (coalesce(n, 0) + 1) stored");

        assertEqual("filled", "id, v, a, n, d, c, at, g");
        assertEqual("typed", "id, v, a, n, d, plain, p");
        for (Watched each : services) {
            assertThat(each.inVault("select count(*) from vault.sat_typed join vault.hub_typed using (typed_hk)"
                            + " where id = 0"))
                    .containsExactly("1");
        }
    }

    @Test
    @Order(2)
    void columnsThatAreRenamedAndDropped() throws Exception {
        migrate("alter table filled rename column v to words", "alter table filled drop column a");

        assertThat(services).allSatisfy(each -> {
            assertEqual(each, "filled", "id, words, n, d", "id, v, n, d");
            assertThat(each.inVault("select count(*) > 0 from vault.sat_filled where a is not null"))
                    .containsExactly("t");
        });
        onMaster("alter table filled rename column words to v");
        assertEqual("filled", "id, v, n, d, c, at, g");
    }

    @Test
    @Order(3)
    void typesThatBecomeWiderAndNarrower() throws Exception {
        migrate(
                "alter table typed alter column a type text",
                "alter table typed alter column n type bigint using n * 1000000",
                "alter table typed alter column p type numeric(10,4)",
                "update typed set a = repeat('long', 9), n = 5000000000, p = 123456.7891 where id = 1");

        assertEqual("typed", "id, v, a, n, d, plain, p");

        migrate(
                "update typed set a = left(a, 4), n = 1, p = 1 where id > 0",
                "alter table typed alter column a type varchar(9)",
                "alter table typed alter column p type numeric(4,1)",
                "alter table typed alter column n type int using least(n, 9)");

        assertEqual("typed", "id, v, a, n, d, plain, p");
    }

    @Test
    @Order(4)
    void typesThatBecomeOthers() throws Exception {
        migrate(
                "alter table turned alter column n type text using 'n' || n",
                "alter table parked alter column d type timestamp using d + time '12:00'");

        assertEqual("turned", "id, v, a, n, d");
        for (Watched each : services) {
            each.awaitReason("public.parked", "the column d", "sat_parked.d");
        }
        // The letters' rows are read with the others, because the table is rewritten.
        onMaster("alter table parked alter column d type date using d::date");
        assertEqual("parked", "id, v, a, n, d");
    }

    @Test
    @Order(5)
    void tablesThatCome() throws Exception {
        migrate(create("came"), "insert into came values (1, 'x', 'y', 2, '2026-01-01')");
        writer.add("came");
        onMaster("insert into came values (2, 'y') on conflict do nothing");

        assertEqual("came", "id, v, a, n, d");
    }

    @Test
    @Order(6)
    void tablesThatAreDropped() throws Exception {
        awaitRows("lost", "ended", "kept");
        writer.pause();
        services.forEach(MigrationsIT::awaitEqualRows);
        List<String> last = Watched.inSource(stack, "select id, v from kept order by 1");
        writer.remove("kept");
        writer.proceed();

        migrate("drop table lost", "drop table ended", "drop table kept");

        writer.remove("ended");
        for (Watched each : services) {
            each.awaitReason("public.lost does not exist on the master", "load.dropped-tables");
            Await.until("rows of the dropped table end", PATIENCE, () -> live(each, "ended", "id")
                    .isEmpty());
            Watched.Run verify = each.run("verify", "public.ended", "public.kept");
            assertThat(verify.code()).as(verify.output()).isZero();
            assertThat(live(each, "kept", "id, v")).isEqualTo(last);
            assertThat(live(each, "lost", "id")).isNotEmpty();
            assertThat(each.status().reasons()).noneMatch(reason -> reason.contains("kept"));
            assertThat(each.run("model", "history").output())
                    .contains("public.ended was dropped, and its rows end in the vault")
                    .contains("public.kept was dropped, and its rows stay in the vault as they were last seen");
        }
        migrate(create("lost"), create("ended"));
        writer.add("ended");
        for (String table : List.of("lost", "ended")) {
            for (Watched each : services) {
                each.awaitReason("public." + table, "is not in the publication " + each.place);
                each.remedy(table);
            }
        }
        assertEqual("lost", "id, v, a, n, d");
        assertEqual("ended", "id, v, a, n, d");
    }

    /** What was written under the old name before is loaded, also when the services hear of it afterwards. */
    @Test
    @Order(7)
    void tablesThatAreRenamedAndMoved() throws Exception {
        writer.add("moved_away");
        writer.add("elsewhere.moved");
        onMaster("insert into moved (id, v) values (100, 'before')");
        assertEqual("moved", "id, v");
        services.forEach(each -> each.service.kill());
        onMaster(
                "insert into moved (id, v) values (101, 'under the old name')",
                "delete from moved where id = 100",
                "alter table moved rename to moved_away",
                "insert into moved_away (id, v) values (102, 'under the new name')");
        services.forEach(Watched::start);
        for (Watched each : services) {
            each.awaitReason("public.moved", "is called public.moved_away now");
            Await.until(
                    "what was written before the table was renamed",
                    PATIENCE,
                    () -> live(each, "moved", "id").contains("101")
                            && !live(each, "moved", "id").contains("100"));
        }
        migrate("alter table moved_away rename to moved");
        assertEqual("moved", "id, v, a, n, d");

        migrate(
                "create schema if not exists elsewhere",
                "alter table moved set schema elsewhere",
                "insert into elsewhere.moved (id, v) values (103, 'elsewhere')");
        for (Watched each : services) {
            each.awaitReason("public.moved", "is called elsewhere.moved now");
        }
        migrate("alter table elsewhere.moved set schema public");
        assertEqual("moved", "id, v, a, n, d");
        writer.remove("moved_away");
        writer.remove("elsewhere.moved");
    }

    /** It is a table by itself then, and matches the pattern. */
    @Test
    @Order(8)
    void partitionsThatAreDetached() throws Exception {
        awaitRows("split");
        migrate("alter table split detach partition split_low");

        assertEqual("split", "id, v, a, n, d");
        assertEqual("split_low", "id, v, a, n, d");
    }

    @Test
    @Order(9)
    void whatIdentifiesRows() throws Exception {
        migrate("alter table keyed replica identity full");
        assertEqual("keyed", "id, v, a, n, d");

        migrate(
                "alter table keyed add constraint other unique (id)",
                "alter table keyed replica identity using index other",
                "alter table keyed drop constraint keyed_pkey");
        assertEqual("keyed", "id, v, a, n, d");
        for (Watched each : services) {
            assertThat(each.run("model", "history").output())
                    .contains("public.keyed has the replica identity full and the primary key [id] now");
        }

        migrate(
                "alter table rekeyed add column c bigint generated by default as identity",
                "alter table rekeyed drop constraint rekeyed_pkey, add primary key (c), add unique (id)");
        assertEqual("rekeyed", "id, v, a, n, d, c");
    }

    /** Each service ends before it loads a row wrongly, and again at each start, until the model was corrected. */
    @Test
    @Order(10)
    void changesThatStopTheServiceUntilTheModelIsCorrected() throws Exception {
        assertStops(
                "has the column d, which is timestamp",
                "strict",
                "alter table strict alter column d type timestamp using d + time '12:00'");
        correct(
                "hub_strict, attributes: {v: text, a: varchar(9), n: integer, d: date}",
                "hub_strict, attributes: {v: text, a: varchar(9), n: integer, moment: timestamp}");
        correct("satellites: [sat_strict]", "satellites: {sat_strict: {moment: d}}");
        services.forEach(Watched::start);
        assertEqual("strict", "id, v, d", "id, v, moment");

        assertStops("neither maps nor ignores the column c of", "strict", "alter table strict add column c int");
        correct("satellites: {sat_strict: {moment: d}}", "satellites: {sat_strict: {moment: d}}, ignore: [c]");
        services.forEach(Watched::start);
        assertEqual("strict", "id, v, d", "id, v, moment");

        writer.remove("unkeyed");
        assertStops(
                "has no column id, by which the model identifies rows",
                "unkeyed",
                "alter table unkeyed drop column id, add column c bigint generated by default as identity primary key",
                "insert into unkeyed (v) values ('a'), ('b')");
        services.forEach(Watched::start);
        assertStopped("has no column id, by which the model identifies rows", "unkeyed");
        correct("hub_unkeyed: {business_key: {id: integer}}", "hub_other: {business_key: {c: bigint}}");
        correct("{of: hub_unkeyed,", "{of: hub_other,");
        correct(
                "hubs: {hub_unkeyed: {id: id}}, satellites: [sat_unkeyed]",
                "hubs: {hub_other: {c: c}}, satellites: [sat_other]");
        correct("sat_unkeyed: {of", "sat_other: {of");
        services.forEach(Watched::start);
        List<String> rows = Watched.inSource(stack, "select c, v from unkeyed order by 1");
        for (Watched each : services) {
            Await.until("rows by their new key", PATIENCE, () -> each.inVault(
                            "select c, v from vault.sat_other_current join vault.hub_other using (other_hk)"
                                    + " where is_live order by 1")
                    .equals(rows));
        }
    }

    /** @param what says why each service ends, about the table */
    private static void assertStops(String what, String table, String... statements) throws Exception {
        onMaster(statements);
        writer.awaitSome();
        assertStopped(what, table);
    }

    private static void assertStopped(String what, String table) throws InterruptedException {
        for (Watched each : services) {
            assertThat(each.service.exitCode()).as(each.service.output()).isEqualTo(43);
            assertThat(each.service.output()).contains("public." + table).contains(what);
        }
    }

    private static void correct(String before, String after) throws IOException {
        String text = Files.readString(model);
        assertThat(text).contains(before);
        Files.writeString(model, text.replace(before, after));
    }

    @Test
    @Order(11)
    void tablesThatAreTruncatedAndRewritten() throws Exception {
        migrate("truncate keyed", "alter table typed alter column v type text using v || '!'");

        assertEqual("keyed", "id, v, a, n, d");
        assertEqual("typed", "id, v, a, n, d");
    }

    @Test
    @Order(12)
    void allOfItIsVerified() throws Exception {
        writer.pause();
        for (Watched each : services) {
            awaitEqualRows(each);
            Watched.Run verify = each.run("verify");
            assertThat(verify.code()).as(verify.output()).isZero();
            assertThat(verify.output()).contains("public.kept does not exist at the source any more");
            Watched.Run doctor = each.run("doctor", "--problems");
            assertThat(doctor.code()).as(doctor.output()).isZero();
        }
    }

    private static String create(String table) {
        String columns = " (id int primary key, v text, a varchar(9), n int, d date)";
        return table.equals("split")
                ? "create table split" + columns + " partition by range (id);"
                        + " create table split_low partition of split for values from (minvalue) to (30);"
                        + " create table split_high partition of split for values from (30) to (maxvalue)"
                : "create table " + table + columns;
    }

    /** Changes the source, kills both services, lets rows be written, and starts the services. */
    private static void migrate(String... statements) throws Exception {
        int middle = statements.length / 2;
        onMaster(List.of(statements).subList(0, middle).toArray(String[]::new));
        services.forEach(each -> each.service.kill());
        onMaster(List.of(statements).subList(middle, statements.length).toArray(String[]::new));
        writer.awaitSome();
        services.forEach(Watched::start);
        writer.awaitSome();
    }

    private static void assertEqual(String table, String columns) throws InterruptedException {
        assertEqual(table, columns, columns);
    }

    private static void assertEqual(String table, String inSource, String inVault) throws InterruptedException {
        writer.pause();
        services.forEach(each -> assertEqual(each, table, inSource, inVault));
        writer.proceed();
    }

    private static void assertEqual(Watched each, String table, String inSource, String inVault) {
        String select = "select " + inSource + " from " + table + " order by 1";
        if (!Await.within(
                PATIENCE,
                () -> Watched.inSource(stack, select).equals(live(each, table, inVault))
                        && waiting(each, table).isEmpty())) {
            throw new AssertionError(each.place + ": " + live(each, table, inVault) + " instead of "
                    + Watched.inSource(stack, select) + " " + waiting(each, table)
                    + each.status().reasons() + "\n"
                    + each.service.output());
        }
    }

    private static void awaitEqualRows(Watched each) {
        for (String table : writer.tables()) {
            assertEqual(each, table, "id, v", "id, v");
        }
        Await.until(each.place + " is healthy", PATIENCE, () -> each.status().health() == Health.HEALTHY);
    }

    private static void awaitRows(String... tables) {
        for (String table : tables) {
            Await.until("rows of " + table, PATIENCE, () -> Watched.inSource(stack, "select count(*) > 5 from " + table)
                    .equals(List.of("t")));
        }
    }

    private static List<String> live(Watched each, String table, String columns) {
        // init calls the key of a table that came after the table.
        String inVault = TABLES.containsKey(table) ? columns : columns.replaceFirst("^id", table + "_id");
        return each.inVault("select " + inVault + " from vault.sat_" + table + "_current join vault.hub_" + table
                + " using (" + table + "_hk) where is_live order by 1");
    }

    private static List<String> waiting(Watched each, String table) {
        return each.inVault("select reason from cdc_vault.dead_letter where resolved_at is null and source_table = '"
                + table + "'");
    }

    private static void onMaster(String... statements) throws SQLException {
        Watched.onMaster(stack, statements);
    }

    /** Writes rows of all tables, as far as they are there at the moment. */
    private static final class Writer extends Thread {

        private static final int ROWS = 60;
        private static final Duration PAUSE = Duration.ofMillis(2);

        private final LocalStack stack;
        private final List<String> tables;
        private final Random random = new Random(20261128);
        private boolean isPaused;
        private boolean isOver;
        private long written;

        Writer(LocalStack stack, Iterable<String> tables) {
            this.stack = stack;
            this.tables = new ArrayList<>();
            tables.forEach(this.tables::add);
        }

        @Override
        public void run() {
            try (Connection master = stack.master().connect();
                    Statement statement = master.createStatement()) {
                while (write(statement)) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        /** One transaction; holds the lock, so that a pause begins after it. */
        private synchronized boolean write(Statement statement) throws SQLException {
            try {
                while (isPaused && !isOver) {
                    wait();
                }
            } catch (InterruptedException e) {
                return false;
            }
            String table = tables.get(random.nextInt(tables.size()));
            int id = 1 + random.nextInt(ROWS);
            String row = "{\"id\": " + id + ", \"v\": \"" + written + "\", \"words\": \"" + written + "\", \"a\": \""
                    + random.nextInt(1000) + "\", \"n\": " + random.nextInt(9) + ", \"c\": " + written
                    + ", \"plain\": " + random.nextInt(9) + ", \"p\": " + random.nextInt(99) + ".25, \"d\": \"2026-01-0"
                    + (1 + random.nextInt(9)) + "\"}";
            String columns = Watched.inSource(
                            stack,
                            "select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = to_regclass('"
                                    + table + "') and attnum > 0 and not attisdropped and attgenerated = ''")
                    .get(0);
            try {
                statement.execute(
                        switch (random.nextInt(4)) {
                            case 0 -> "delete from " + table + " where id = " + id;
                            case 1 -> "update " + table + " set n = n where id = " + id;
                            default ->
                                "delete from " + table + " where id = " + id + "; insert into " + table + " (" + columns
                                        + ") select " + columns + " from jsonb_populate_record(null::" + table + ", '"
                                        + row + "')";
                        });
                written++;
            } catch (SQLException isAnotherTableNow) {
                return !isOver;
            }
            return !isOver;
        }

        synchronized void pause() {
            isPaused = true;
        }

        synchronized void proceed() {
            isPaused = false;
            notifyAll();
        }

        synchronized void add(String table) {
            tables.add(table);
        }

        synchronized void remove(String table) {
            tables.remove(table);
        }

        synchronized List<String> tables() {
            return List.copyOf(tables);
        }

        void awaitSome() {
            long before = written();
            Await.until("rows are written", PATIENCE, () -> written() > before + 50);
        }

        private synchronized long written() {
            return written;
        }

        void end() throws InterruptedException {
            synchronized (this) {
                isOver = true;
                notifyAll();
            }
            join();
        }
    }
}
