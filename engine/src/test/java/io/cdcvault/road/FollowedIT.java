package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Types of columns become others while two services run, one through Kafka and one without, and while rows are written
 * and people read the vault: neither service is restarted by hand, and no model is edited.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FollowedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MODEL =
            """
            model: types
            vault: {record_source: types}
            hubs:
              hub_steady: {business_key: {id: integer}}
              hub_item: {business_key: {id: integer}}
              hub_code: {business_key: {code: varchar(5)}}
              hub_held: {business_key: {id: integer}}
              hub_apart: {business_key: {id: integer}}
              hub_text: {business_key: {id: integer}}
            satellites:
              sat_steady: {of: hub_steady, attributes: {v: text}}
              sat_item:
                of: hub_item
                attributes: {name: varchar(5), n: integer, price: "numeric(6,2)", at: timestamp(0), chosen: varchar(3),
                  total: numeric}
              sat_code: {of: hub_code, attributes: {n: integer}}
              sat_held: {of: hub_held, attributes: {v: varchar(3)}}
              sat_apart: {of: hub_apart, attributes: {v: varchar(3), price: "numeric(6,2)", d: date}}
              sat_text: {of: hub_text, attributes: {d: date, n: integer}}
            sources:
              public.steady: {hubs: {hub_steady: {id: id}}, satellites: [sat_steady]}
              public.item:
                hubs: {hub_item: {id: id}}
                satellites:
                  sat_item: {total: {sql: n * price, columns: {n: integer, price: "numeric(6,2)"}}}
              public.code: {hubs: {hub_code: {code: code}}, satellites: [sat_code]}
              public.held: {hubs: {hub_held: {id: id}}, satellites: [sat_held]}
              public.apart:
                drift: {types: PARK}
                hubs: {hub_apart: {id: id}}
                satellites: [sat_apart]
              public.text:
                drift: {types: TEXT}
                hubs: {hub_text: {id: id}}
                satellites: [sat_text]
            """;

    private static final Map<String, String> PATTERNS =
            Map.of("capture.tables", "public.came_*,public.came.*,!public.came_not*", "load.unknown-tables", "STOP");

    private static LocalStack stack;
    private static List<Watched> services;

    @BeforeAll
    static void startBoth() throws Exception {
        stack = LocalStack.temporary();
        onMaster(
                "create table steady (id int primary key, v text)",
                "create table item (id int primary key, name varchar(5), n int, price numeric(6,2), at timestamp(0),"
                        + " chosen varchar(5))",
                "create table code (code varchar(5) primary key, n int)",
                "create table held (id int primary key, v varchar(3))",
                "create table apart (id int primary key, v varchar(3), price numeric(6,2), d date)",
                "create table text (id int primary key, d date, n int)",
                "insert into steady values (1, 'x')",
                "insert into item values (1, 'one', 1, 1.50, '2026-01-01 10:00', 'abc'), (2, 'two', 2, 2, null, null)",
                "insert into code values ('a', 1), ('b', 2)",
                "insert into held values (1, 'one'), (2, 'two')",
                "insert into apart values (1, 'one', 1, '2026-01-01'), (2, 'two', 2, '2026-01-02')",
                "insert into text values (1, '2026-01-01', 1)");
        Path model = Files.writeString(stack.directory().resolve("types.yaml"), MODEL);
        services = List.of(
                new Watched(stack, "types_kafka", true, model, List.of("steady"), PATTERNS),
                new Watched(stack, "types_direct", false, model, List.of("steady"), PATTERNS));
        services.forEach(Watched::awaitEqualAndHealthy);
        for (Watched each : services) {
            inWarehouse(
                    each,
                    "create role reader_" + each.place,
                    "create schema mart",
                    "create view mart.names with (security_barrier=true) as select id, name || '!' as loud, n"
                            + " from vault.sat_item_current join vault.hub_item using (item_hk)",
                    "create view mart.louder as select upper(loud) as loudest from mart.names",
                    "create function mart.names_of(int) returns setof vault.sat_item_current language sql"
                            + " as 'select * from vault.sat_item_current'",
                    "comment on view mart.names is 'What people''s reports read'",
                    "comment on column mart.names.loud is 'Louder'",
                    "grant select on mart.names, vault.sat_item_current to reader_" + each.place,
                    "grant execute on function vault.sat_item_as_of(timestamptz) to reader_" + each.place,
                    "grant select (loudest) on mart.louder to reader_" + each.place + " with grant option");
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void widerTypesAreFollowedBeforeTheFirstRowThatNeedsThem() throws SQLException {
        onMaster(
                "alter table item alter column name type text",
                "update item set name = 'longer than before' where id = 1",
                "alter table item alter column price type numeric(10,4)",
                "update item set price = 1.2345 where id = 1",
                "alter table item alter column at type timestamp(6)",
                "update item set at = '2026-01-01 10:00:00.123456' where id = 1",
                "alter table item alter column n type bigint",
                "update item set n = 5000000000 where id = 1");

        for (Watched each : services) {
            awaitInVault(each, item("n", 1), "1", "5000000000");
            assertThat(each.inVault(item("name", 1))).containsExactly("one", "longer than before");
            assertThat(each.inVault(item("price", 1))).startsWith("1.50").endsWith("1.2345");
            assertThat(each.inVault(item("at", 1)))
                    .containsExactly("2026-01-01 10:00:00", "2026-01-01 10:00:00.123456");
            assertThat(each.inVault(item("total", 1)))
                    .as("what an expression takes a column for follows")
                    .startsWith("1.50")
                    .endsWith("6172500000.0000");
            assertNoLetters(each);
            each.awaitEqualAndHealthy();
            assertThat(each.inVault("select format_type(atttypid, atttypmod) from pg_attribute"
                            + " where attrelid = 'vault.sat_item'::regclass and attname in ('name', 'n', 'price', 'at')"
                            + " order by attname"))
                    .containsExactly("timestamp(6) without time zone", "bigint", "text", "numeric");
        }
    }

    @Test
    @Order(2)
    void viewsOfOthersGrantsAndCommentsStay() {
        for (Watched each : services) {
            assertThat(each.inVault("select loudest from mart.louder order by 1"))
                    .containsExactly("LONGER THAN BEFORE!", "TWO!");
            assertThat(each.inVault("select count(*) from mart.names_of(1)")).containsExactly("2");
            assertThat(each.inVault("select obj_description('mart.names'::regclass),"
                            + " col_description('mart.names'::regclass, 2), reloptions from pg_class"
                            + " where oid = 'mart.names'::regclass"))
                    .containsExactly("What people's reports read Louder {security_barrier=true}");
            String reader = "'reader_" + each.place + "'";
            assertThat(each.inVault("select has_table_privilege(" + reader + ", 'mart.names', 'select'),"
                            + " has_table_privilege(" + reader + ", 'vault.sat_item_current', 'select'),"
                            + " has_table_privilege(" + reader + ", 'mart.louder', 'select'),"
                            + " has_column_privilege(" + reader
                            + ", 'mart.louder', 'loudest', 'select with grant option'),"
                            + " has_function_privilege(" + reader
                            + ", 'vault.sat_item_as_of(timestamptz)', 'execute')"))
                    .containsExactly("t t f t t");
        }
    }

    @Test
    @Order(3)
    void columnThatTheModelMakesNarrowerStaysSo() throws SQLException {
        onMaster(
                "alter table item alter column chosen type varchar(9)",
                "update item set chosen = 'ab       ' where id = 1");

        for (Watched each : services) {
            awaitInVault(each, item("'<' || chosen || '>'", 1), "<abc>", "<ab >");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(4)
    void keyMayBecomeWider() throws SQLException {
        String code = "c".repeat(3_000);
        onMaster(
                "alter table code alter column code type text",
                "insert into code values ('" + code + "', 3)",
                "update code set n = 4 where code = 'a'",
                "delete from code where code = 'b'");

        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select left(code, 3), n from vault.sat_code_current join vault.hub_code using (code_hk)"
                            + " where is_live order by 1",
                    "a 4",
                    "ccc 3");
            assertThat(each.inVault("select count(*) from vault.hub_code where code_hk = vault.hub_code_hk(code)"))
                    .containsExactly("3");
            assertNoLetters(each);
            each.awaitEqualAndHealthy();
        }
    }

    /** What depends on it could not be created again as it was. */
    @Test
    @Order(5)
    void columnThatCannotFollowIsNamedAndItsValuesComeInByThemselvesOnceItCan() throws SQLException {
        for (Watched each : services) {
            inWarehouse(each, "create materialized view mart.kept as select * from vault.sat_held_current");
        }
        onMaster(
                "alter table held alter column v type varchar(9)",
                "update held set v = 'four' where id = 1",
                "update held set v = 'fifth' where id = 1",
                "update held set v = 'six' where id = 2");

        for (Watched each : services) {
            awaitInVault(each, held(2), "two", "six");
            assertThat(each.inVault(held(1))).containsExactly("one");
            each.awaitReason("public.held", "sat_held.v", "materialized view mart.kept");
            inWarehouse(each, "drop materialized view mart.kept");
            awaitInVault(each, held(1), "one", "four", "fifth");
            assertNoLetters(each);
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(6)
    void valuesThatDoNotFitAreSetAsideAndNeverRounded() throws Exception {
        onMaster(
                "alter table apart alter column price type numeric(8,4)",
                "alter table apart alter column d type timestamp",
                "update apart set price = 1.23456 where id = 1",
                "update apart set d = '2026-01-02 12:00' where id = 2");

        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select reason from cdc_vault.dead_letter where resolved_at is null order by 1",
                    "date does not hold its value as it is (column d)",
                    "numeric(6,2) does not hold its value as it is (column price)");
            each.awaitReason("public.apart", "price", "sat_apart.price");
            assertThat(assertEnds(each, 1, "dead-letters", "retry", "--all")).contains("does not hold");
        }
        onMaster("delete from apart");
        onMaster(
                "alter table apart alter column price type numeric(6,2)", "alter table apart alter column d type date");
        for (Watched each : services) {
            assertEnds(each, 0, "dead-letters", "discard", "--all", "--reason", "tested");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(7)
    void anotherTypeBecomesATextWhereTheModelSaysSo() throws SQLException {
        onMaster(
                "alter table text alter column d type text using d || ' or so'",
                "update text set d = 'soon'",
                "alter table text alter column n type text using 'n' || n",
                "update text set n = 'other'");

        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select d, n from vault.sat_text_current join vault.hub_text using (text_hk) where is_live",
                    "soon other");
            assertThat(each.inVault("select min(d), min(n) from vault.sat_text"))
                    .containsExactly("2026-01-01 1");
            assertNoLetters(each);
            each.awaitEqualAndHealthy();
        }
    }

    /** Readers hold the tables, writers write, and both services are killed. */
    @Test
    @Order(8)
    void nothingIsLostWhileRowsAreWrittenAndReadAndServicesAreKilled() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());
        onMaster(
                "create table log (n int generated always as identity primary key, v text)",
                "create function log() returns trigger language plpgsql as $$ begin"
                        + " insert into log (v) values (new.v); return null; end $$",
                "alter table held alter column v type varchar(9)",
                "create trigger log after update on held for each row execute function log()");
        Thread writer = new Thread(() -> {
            try {
                for (int n = 0; !isOver.get(); n++) {
                    onMaster("update held set v = left('" + n + "' || repeat('x', " + n % 40 + "), (select case"
                            + " when atttypmod = -1 then 99 else atttypmod - 4 end from pg_attribute"
                            + " where attrelid = 'held'::regclass and attname = 'v')) where id = 2");
                }
            } catch (SQLException e) {
                failure.set(Optional.of(e));
            }
        });
        Thread reader = new Thread(() -> {
            while (!isOver.get()) {
                services.forEach(each -> each.inVault("select count(*) from vault.sat_held_current"));
            }
        });
        writer.start();
        reader.start();
        for (String type : List.of("varchar(12)", "varchar(20)", "text")) {
            onMaster("alter table held alter column v type " + type);
            services.forEach(each -> each.service.kill());
            services.forEach(Watched::start);
            int width = type.equals("text") ? 40 : Integer.parseInt(type.replaceAll("\\D", ""));
            for (Watched each : services) {
                awaitInVault(each, "select max(length(v)) >= " + Math.min(width, 30) + " from vault.sat_held", "t");
            }
        }
        isOver.set(true);
        writer.join();
        reader.join();
        assertThat(failure.get()).isEmpty();

        List<String> written = Watched.inSource(stack, "select v from log order by n");
        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select v from vault.sat_held_current join vault.hub_held using (held_hk) where id = 2",
                    written.get(written.size() - 1));
            assertThat(each.inVault(held(2)).stream().skip(2).toList()).containsExactlyElementsOf(written);
            assertNoLetters(each);
            each.awaitEqualAndHealthy();
        }
    }

    /** With a link to a table that the model has, and one that came together with it. */
    @Test
    @Order(9)
    void tablesThatMatchAPatternAreLoadedWithoutARestart() throws Exception {
        onMaster("create table came_kind (kind text primary key, words text);"
                + " create table came_order (order_no text primary key, kind text references came_kind,"
                + " item_id int references item, total numeric(8,2));"
                + " create table came_not (id int primary key);"
                + " insert into came_kind values ('k', 'one kind');"
                + " insert into came_order values ('O-1', 'k', 1, 1.5)");
        services.get(1).service.kill();
        services.get(1).start();
        onMaster("insert into came_order values ('O-2', null, 2, 2)", "create table came_keyless (v text)");

        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select order_no, total, is_live from vault.sat_came_order_current join vault.hub_came_order using"
                            + " (came_order_hk) order by 1",
                    "O-1 1.50 t",
                    "O-2 2.00 t");
        }
        onMaster(
                "update came_order set total = 3 where order_no = 'O-1'",
                "update came_order set total = 4 where order_no = 'O-1'",
                "alter table came_order add column note varchar(3)",
                "update came_order set note = 'abc' where order_no = 'O-1'",
                "alter table came_order alter column note type text",
                "update came_order set note = 'abcdef' where order_no = 'O-1'",
                "delete from came_order where order_no = 'O-2'");
        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select total, note from vault.sat_came_order join vault.hub_came_order using (came_order_hk)"
                            + " where order_no = 'O-1' order by sat_came_order.load_dts",
                    "1.50 null",
                    "3.00 null",
                    "4.00 null",
                    "4.00 abc",
                    "4.00 abcdef");
            awaitInVault(
                    each,
                    "select order_no, id from vault.lnk_came_order_item_current join vault.hub_came_order using"
                            + " (came_order_hk) join vault.hub_item using (item_hk)",
                    "O-1 1");
            assertThat(each.inVault("select count(*) from information_schema.tables where table_schema = 'vault'"
                            + " and (table_name like '%came_not%' or table_name like '%keyless%')"))
                    .containsExactly("0");
            assertThat(each.service.output()).contains("public.came_keyless has come and is not loaded");
            awaitLeftOut(each, "public.came_keyless");
            assertThat(each.run("status").output()).contains("Not loaded: the table public.came_keyless ");
            each.awaitEqualAndHealthy();
        }
        onMaster(
                "drop table came_keyless",
                "drop table came_order",
                "create table came_order (order_no text primary key, kind text references came_kind,"
                        + " item_id int references item, total numeric(8,2), note text)",
                "insert into came_order values ('O-3', 'k', 1, 7, 'again')");
        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select order_no, note from vault.sat_came_order_current join vault.hub_came_order using"
                            + " (came_order_hk) where is_live order by 1",
                    "O-3 again");
            awaitLeftOut(each);
            each.awaitEqualAndHealthy();
            assertThat(assertEnds(each, 0, "model", "history"))
                    .contains("public.came_keyless has come and is not loaded")
                    .contains("public.came_order was dropped and created again");
        }
    }

    /** Brokers cannot keep public.came.kind and public.came_kind apart. */
    @Test
    @Order(10)
    void tableWhoseTopicIsTakenIsNamedAndLoadedOnceItHasAnother() throws Exception {
        Watched kafka = services.get(0);
        String rows =
                "select came_kind_id, v from vault.sat_came_kind_2_current join vault.hub_came_kind_2 using (came_kind_2_hk)"
                        + " where is_live";
        onMaster(
                "create table \"came.kind\" (id int primary key, v text)",
                "insert into \"came.kind\" values (1, 'dot')");

        awaitInVault(services.get(1), rows, "1 dot");
        awaitLeftOut(kafka, "public.came.kind");
        assertThat(kafka.status().leftOut().get(0).text())
                .contains("cannot keep apart from that of public.came_kind")
                .contains("{\"public.came.kind\": \"public.came.kind-2\"}");
        kafka.service.kill();
        kafka.start();
        onMaster("update steady set v = 'still loaded'");
        kafka.awaitEqualAndHealthy();

        assertThat(kafka.service.terminate()).as(kafka.service.output()).isZero();
        kafka.flags.put("kafka.topics.\"public.came.kind\"", "public.came.kind-2");
        kafka.start();
        awaitInVault(kafka, rows, "1 dot");
        awaitLeftOut(kafka);
        kafka.awaitEqualAndHealthy();
    }

    /** Whether a row with the value comes before the service has looked, or after. */
    @Test
    @Order(11)
    void enumOfTheVaultGetsTheValuesOfTheSources() throws Exception {
        onMaster(
                "create type mood as enum ('sad', 'ok')",
                "create table moody (id int primary key, m mood)",
                "insert into moody values (1, 'sad')");
        Files.writeString(
                stack.directory().resolve("types.yaml"),
                MODEL.replace(
                                "satellites:\n  sat_steady",
                                "  hub_moody: {business_key: {id: integer}}\nsatellites:\n"
                                        + "  sat_moody: {of: hub_moody, attributes: {m: mood}}\n  sat_steady")
                        + "  public.moody: {hubs: {hub_moody: {id: id}}, satellites: [sat_moody]}\n");
        for (Watched each : services) {
            inWarehouse(each, "create type mood as enum ('sad', 'ok')");
            assertEnds(each, 0, "model", "migrate");
            each.awaitReason("public.moody", "is not in the publication");
            each.remedy("moody");
            awaitInVault(each, mood(1), "sad");
            each.awaitEqualAndHealthy();
        }

        onMaster(
                "alter type mood add value 'it''s well' before 'ok'",
                "insert into moody values (2, 'it''s well')",
                "update moody set m = 'ok' where id = 2");
        onMaster("alter type mood add value 'worst' before 'sad'", "update moody set m = 'worst' where id = 1");

        for (Watched each : services) {
            awaitInVault(each, mood(1), "sad", "worst");
            awaitInVault(each, mood(2), "it's well", "ok");
            awaitInVault(
                    each,
                    "select enumlabel from pg_enum where enumtypid = 'mood'::regtype order by enumsortorder",
                    "worst",
                    "sad",
                    "it's well",
                    "ok");
            each.awaitEqualAndHealthy();
            assertNoLetters(each);
            assertThat(assertEnds(each, 0, "model", "history"))
                    .contains("The type mood of the column m of public.moody has got values");
        }
    }

    private static String mood(int id) {
        return "select m from vault.sat_moody join vault.hub_moody using (moody_hk) where id = " + id
                + " order by sat_moody.load_dts";
    }

    @Test
    @Order(12)
    void everythingThatLooksAtTheModelFollowsToo() throws Exception {
        // Doctor would say that the model makes it too narrow.
        onMaster("alter table item drop column chosen", "update item set name = 'last' where id = 2");
        for (Watched each : services) {
            awaitInVault(each, item("name", 2), "two", "last");
            each.awaitEqualAndHealthy();
            assertEnds(each, 0, "verify");
            assertEnds(each, 0, "model", "diff");
            assertEnds(each, 0, "model", "check");
            assertEnds(each, 0, "doctor", "--problems");
            assertThat(assertEnds(each, 0, "model", "history")).contains("public.item", "price", "numeric(10,4)");
        }
        Watched kafka = services.get(0);
        assertThat(kafka.service.terminate()).as(kafka.service.output()).isZero();
        ServiceProcess replay = ServiceProcess.start(kafka.configuration, kafka.arguments("replay"));
        replay.exitCode();
        // What came has more versions there: of the time before the loader knew the table.
        assertThat(replay.output())
                .containsPattern("sat_item +[\\d,]+ +[\\d,]+ +equal")
                .containsPattern("sat_apart +2 +2 +equal")
                .containsPattern("hub_code +[\\d,]+ +[\\d,]+ +equal")
                .containsPattern("sat_held +[\\d,]+ +[\\d,]+ +equal");
        kafka.start();
        kafka.awaitEqualAndHealthy();
    }

    private static String assertEnds(Watched each, int code, String... command) throws InterruptedException {
        ServiceProcess process = ServiceProcess.start(each.configuration, each.arguments(command));
        assertThat(process.exitCode()).as(process.output()).isEqualTo(code);
        return process.output();
    }

    private static void awaitLeftOut(Watched each, String... tables) {
        Await.until(each.place + " leaves out " + List.of(tables), PATIENCE, () -> each.status().leftOut().stream()
                .map(table -> table.table().toString())
                .toList()
                .equals(List.of(tables)));
    }

    private static void assertNoLetters(Watched each) {
        assertThat(each.inVault("select reason from cdc_vault.dead_letter where resolved_at is null"))
                .isEmpty();
    }

    /** Without versions that only differ in other attributes. */
    private static String item(String attribute, int id) {
        return "select v from (select " + attribute + " as v, lag(" + attribute
                + ") over moments as former, row_number() over moments as nth"
                + " from vault.sat_item join vault.hub_item using (item_hk) where id = " + id
                + " window moments as (order by sat_item.load_dts)) as versions"
                + " where nth = 1 or v is distinct from former order by nth";
    }

    private static String held(int id) {
        return "select v from vault.sat_held join vault.hub_held using (held_hk) where id = " + id
                + " order by sat_held.load_dts";
    }

    private static void awaitInVault(Watched each, String sql, String... rows) {
        if (!Await.within(PATIENCE, () -> each.inVault(sql).equals(List.of(rows)))) {
            throw new AssertionError(each.place + ": " + each.inVault(sql) + " instead of " + List.of(rows) + "\n"
                    + each.service.output());
        }
    }

    private static void inWarehouse(Watched each, String... statements) throws SQLException {
        try (Connection warehouse = stack.dwh().connect(each.place);
                Statement statement = warehouse.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void onMaster(String... statements) throws SQLException {
        Watched.onMaster(stack, statements);
    }
}
