package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import io.cdcvault.status.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
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
 * Columns come, go and get other names while two services run, one through Kafka and one without, and while rows are
 * written: neither is restarted by hand, and no model is edited.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ColumnsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MODEL =
            """
            model: columns
            vault: {record_source: columns}
            hubs:
              hub_steady: {business_key: {id: integer}}
              hub_item: {business_key: {id: integer}}
              hub_label: {business_key: {code: text}}
              hub_thing: {business_key: {id: integer}}
            links:
              lnk_tag: {hubs: {item: hub_item, label: hub_label}}
            satellites:
              sat_steady: {of: hub_steady, attributes: {v: text}}
              sat_item: {of: hub_item, attributes: {v: text}}
              sat_thing: {of: hub_thing, attributes: {v: text}}
            sources:
              public.thing: {hubs: {hub_thing: {id: id}}, satellites: [sat_thing], drift: {types: PARK}}
              public.steady: {hubs: {hub_steady: {id: id}}, satellites: [sat_steady]}
              public.item: {hubs: {hub_item: {id: id}}, satellites: [sat_item]}
              public.tag:
                hubs: {hub_item: {id: item_id}, hub_label: {code: label}}
                links: [lnk_tag]
            """;

    private static LocalStack stack;
    private static List<Watched> services;

    @BeforeAll
    static void startBoth() throws Exception {
        stack = LocalStack.temporary();
        onMaster(
                "create table steady (id int primary key, v text)",
                "create table item (id int primary key, v text, left_out text)",
                "create table tag (item_id int, label text, primary key (item_id, label))",
                "create table thing (id int primary key, v text)",
                "insert into thing values (1, 'one'), (2, 'two')",
                "insert into steady values (1, 'x')",
                "insert into item values (1, 'one', 'of no use'), (2, 'two', null)",
                "insert into tag values (1, 'red')");
        Path model = Files.writeString(stack.directory().resolve("columns.yaml"), MODEL);
        services = List.of(
                new Watched(stack, "columns_kafka", true, model, List.of("steady")),
                new Watched(stack, "columns_direct", false, model, List.of("steady")));
        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void everyValueOfANewColumnIsInTheHistory() throws SQLException {
        onMaster(
                "alter table item add column color text",
                "update item set color = 'red' where id = 1",
                "update item set color = 'green' where id = 1",
                "update item set color = 'blue' where id = 1");

        for (Watched each : services) {
            awaitInVault(each, history("color", 1), "null", "red", "green", "blue");
            // Nothing had to be read again, and a row without a value has no new version.
            assertThat(each.inVault("select count(*) from cdc_vault.table_snapshot"))
                    .containsExactly("0");
            assertThat(each.inVault(history("color", 2))).containsExactly("null");
            each.awaitEqualAndHealthy();
            awaitInVault(
                    each,
                    "select count(*) from cdc_vault.event where what like 'public.item has got the column color%'",
                    "1");
        }
    }

    @Test
    @Order(2)
    void valuesThatRowsGetWithTheColumnAreReadFromTheSource() throws SQLException {
        onMaster("alter table item add column size int not null default 7");

        for (Watched each : services) {
            awaitInVault(each, current("size"), "1 7", "2 7");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(3)
    void renamedColumnFeedsWhatItFed() throws SQLException {
        onMaster(
                "update item set v = 'before' where id = 2",
                "alter table item rename column v to words",
                "update item set words = 'after' where id = 2");

        for (Watched each : services) {
            awaitInVault(each, distinctHistory("v", 2), "two", "before", "after");
            assertThat(each.inVault(distinctHistory("v", 1))).containsExactly("one");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(3)
    void formerNameOfAColumnMayBeAnotherColumns() throws SQLException {
        onMaster("alter table item add column v text", "update item set v = 'another' where id = 2");

        for (Watched each : services) {
            awaitInVault(each, current("v_2"), "1 null", "2 another");
            assertThat(each.inVault(current("v"))).containsExactly("1 one", "2 after");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(4)
    void droppedColumnKeepsItsHistory() throws SQLException {
        onMaster(
                "update item set color = 'last' where id = 1",
                "alter table item drop column color",
                "update item set words = 'without color' where id = 1");

        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select v, color from vault.sat_item_current join vault.hub_item using (item_hk) where id = 1",
                    "without color null");
            assertThat(each.inVault(distinctHistory("color", 1)))
                    .containsExactly("null", "red", "green", "blue", "last", "null");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(5)
    void columnOfATableWithoutASatelliteGetsOne() throws SQLException {
        onMaster(
                "alter table tag add column weight numeric(5,2)",
                "insert into tag values (1, 'green', 0.5)",
                "update tag set weight = 1.25 where label = 'green'");

        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select code, weight from vault.sat_tag_current join vault.lnk_tag using (tag_hk)"
                            + " join vault.hub_label using (label_hk) where is_live order by 1",
                    "green 1.25",
                    "red null");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(6)
    void typesThatTheWarehouseLacksBecomeText() throws SQLException {
        onMaster(
                "create type mood as enum ('good', 'bad')",
                "alter table item add column \"Its Mood\" mood",
                "update item set \"Its Mood\" = 'good' where id = 2");

        for (Watched each : services) {
            awaitInVault(each, current("\"Its Mood\""), "1 null", "2 good");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(7)
    void keyColumnMayBeRenamed() throws SQLException {
        onMaster(
                "alter table item rename column id to item_no",
                "insert into item (item_no, words) values (3, 'three')",
                "delete from item where item_no = 2");

        for (Watched each : services) {
            awaitInVault(each, current("v"), "1 without color", "3 three");
            each.awaitEqualAndHealthy();
        }
    }

    /** As tools for migrations do it: the default is there for the rows that exist, and gone before anything looks. */
    @Test
    @Order(20)
    void valuesOfADefaultThatWasDroppedAtOnceAreReadFromTheSource() throws SQLException {
        onMaster("alter table thing add column size int not null default 7;"
                + " alter table thing alter column size drop default");

        for (Watched each : services) {
            awaitInVault(each, ofThing("size"), "1 7", "2 7");
            each.awaitEqualAndHealthy();
        }
    }

    /** The log has the value under a name that no look has seen. */
    @Test
    @Order(21)
    void valueOfAColumnThatWasRenamedRightAwayIsReadFromTheSource() throws SQLException {
        onMaster("alter table thing add column colr text; update thing set colr = 'red' where id = 1;"
                + " alter table thing rename column colr to shade");

        for (Watched each : services) {
            awaitInVault(each, ofThing("shade"), "1 red", "2 null");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(22)
    void nameMayPassToAnotherColumnAtOnce() throws SQLException {
        onMaster("alter table thing rename column v to words; alter table thing add column v text;"
                + " update thing set words = 'w', v = 'another' where id = 2");

        for (Watched each : services) {
            awaitInVault(each, ofThing("v || ' ' || coalesce(v_2, '-')"), "1 one -", "2 w another");
            each.awaitEqualAndHealthy();
        }
    }

    /** A row has the columns then that rows had before the first column was renamed. */
    @Test
    @Order(23)
    void nameStaysTheOtherColumnsWhenTheFirstIsDropped() throws SQLException {
        onMaster("alter table thing drop column words", "update thing set v = 'last' where id = 2");

        for (Watched each : services) {
            awaitInVault(each, ofThing("v, v_2"), "1 one null", "2 null last");
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(24)
    void columnMayBeCalledAsOneOfTheViews() throws SQLException {
        onMaster("alter table thing add column is_live boolean", "update thing set is_live = false where id = 2");

        for (Watched each : services) {
            awaitInVault(each, ofThing("is_live_2"), "1 null", "2 f");
            each.awaitEqualAndHealthy();
        }
    }

    /** A letter waits when the key is renamed, and the row's next change must wait for it. */
    @Test
    @Order(25)
    void changesWaitForALetterThatHasTheFormerNameOfTheKey() throws Exception {
        onMaster("alter table thing add column code varchar(3)", "update thing set code = 'abc' where id = 1");
        for (Watched each : services) {
            awaitInVault(each, ofThing("code"), "1 abc", "2 null");
        }
        onMaster("alter table thing alter column code type varchar(20)", "update thing set code = 'abcd' where id = 1");
        for (Watched each : services) {
            awaitInVault(each, "select row_key from cdc_vault.dead_letter where resolved_at is null", "{\"id\":\"1\"}");
        }
        onMaster("alter table thing rename column id to thing_no", "update thing set code = 'ab' where thing_no = 1");
        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select row_key from cdc_vault.dead_letter where resolved_at is null",
                    "{\"thing_no\":\"1\"}",
                    "{\"thing_no\":\"1\"}");
            assertThat(each.inVault(ofThing("code"))).containsExactly("1 abc", "2 null");
            assertEnds(each, 0, "snapshot", "public.thing");
            awaitInVault(each, ofThing("code"), "1 ab", "2 null");
        }
        onMaster("alter table thing drop column code");
        services.forEach(Watched::awaitEqualAndHealthy);
    }

    /** Both are killed, and what changed meanwhile changed several times; a column came and went unseen. */
    @Test
    @Order(28)
    void columnsThatChangeWhileNothingRunsAreFollowed() throws SQLException {
        services.forEach(each -> each.service.kill());
        onMaster(
                "alter table item add column flash text",
                "update item set flash = 'seen' where item_no = 1",
                "alter table item drop column flash",
                "alter table item add column lasting int",
                "update item set lasting = 1 where item_no = 1",
                "update item set lasting = 2 where item_no = 1",
                "alter table item rename column words to text",
                "update item set text = 'renamed' where item_no = 3");
        services.forEach(Watched::start);

        for (Watched each : services) {
            awaitInVault(each, distinctHistory("lasting", 1), "null", "1", "2");
            awaitInVault(each, distinctHistory("flash", 1), "null", "seen", "null");
            awaitInVault(each, current("v"), "1 without color", "3 renamed");
            each.awaitEqualAndHealthy();
        }
    }

    /** The oracle is a trigger's log of every state that a commit has shown. */
    @Test
    @Order(29)
    void noStateIsMissedWhileRowsAreWrittenAndServicesAreKilled() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());
        Thread writer = new Thread(() -> {
            try {
                for (int n = 0; !isOver.get(); n++) {
                    onMaster("update item set text = 'n" + n + "' where item_no = 3");
                }
            } catch (SQLException e) {
                failure.set(Optional.of(e));
            }
        });
        onMaster("alter table item rename column text to held");
        onMaster("alter table item rename column held to text");
        writer.start();
        for (String column : List.of("a", "b", "c")) {
            onMaster("alter table item add column " + column + " text");
            onMaster("update item set " + column + " = 'first' where item_no = 1");
            onMaster("update item set " + column + " = 'second' where item_no = 1");
            if (column.equals("b")) {
                services.forEach(each -> each.service.kill());
                services.forEach(Watched::start);
            }
        }
        onMaster("alter table item drop column a");
        onMaster("update item set b = 'third' where item_no = 1");
        isOver.set(true);
        writer.join();
        assertThat(failure.get()).isEmpty();

        List<String> written = Watched.inSource(stack, "select text from item where item_no = 3");
        for (Watched each : services) {
            awaitInVault(each, distinctHistory("a", 1), "null", "first", "second", "null");
            awaitInVault(each, distinctHistory("b", 1), "null", "first", "second", "third");
            awaitInVault(each, distinctHistory("c", 1), "null", "first", "second");
            awaitInVault(
                    each,
                    "select v from vault.sat_item_current join vault.hub_item using (item_hk) where id = 3",
                    written.get(0));
            int count = Integer.parseInt(written.get(0).substring(1)) + 1;
            assertThat(each.inVault("select count(distinct v) from vault.sat_item where v ~ '^n[0-9]+$'"))
                    .containsExactly(Integer.toString(count));
            each.awaitEqualAndHealthy();
        }
    }

    @Test
    @Order(30)
    void everythingThatLooksAtTheModelFollowsToo() throws Exception {
        for (Watched each : services) {
            assertEnds(each, 0, "verify");
            assertEnds(each, 0, "model", "diff");
            assertEnds(each, 0, "model", "check");
            assertThat(assertEnds(each, 0, "doctor", "--problems"))
                    .contains("public.item: left_out;", "0 errors, 0 warnings");
            assertThat(assertEnds(each, 0, "model", "history"))
                    .contains("public.item", "color", "sat_item.color", "words");
        }
        Watched kafka = services.get(0);
        assertThat(kafka.service.terminate()).as(kafka.service.output()).isZero();
        ServiceProcess replay = ServiceProcess.start(kafka.configuration, kafka.arguments("replay"));
        replay.exitCode();
        // A satellite of its own has versions from the beginning there, and in the vault from the column on.
        assertThat(replay.output()).containsPattern("sat_item +\\d+ +\\d+ +equal");
        kafka.start();
        kafka.awaitEqualAndHealthy();
        assertEnds(kafka, 0, "verify");
    }

    /** What a migration does not say by itself is refused until it is allowed. */
    @Test
    @Order(31)
    void modelMigratesWhileTheServiceRuns() throws Exception {
        Path model = stack.directory().resolve("columns.yaml");
        String grown = grown();
        Files.writeString(model, grown);
        for (Watched each : services) {
            assertThat(assertEnds(each, 0, "model", "migrate")).contains("create", "sat_more");
            awaitInVault(
                    each,
                    "select id, left_out from vault.sat_more_current join vault.hub_item using (item_hk)"
                            + " where is_live order by 1",
                    "1 of no use",
                    "3 null");
            each.awaitEqualAndHealthy();
            assertEnds(each, 0, "verify");
            AdminClient page = new AdminClient(each.service.admin());
            assertThat(page.json("/api/model").path("satellites").findValuesAsText("name"))
                    .contains("sat_more");
            assertThat(page.ask("/api/model/mapping.svg").body()).contains("sat_more");
        }
        Files.writeString(
                model,
                grown.replace(", satellites: [sat_steady]", "")
                        .replace("  sat_steady: {of: hub_steady, attributes: {v: text}}\n", ""));
        for (Watched each : services) {
            assertThat(assertEnds(each, 4, "model", "migrate")).contains("--allow");
        }
        // No service could load by it.
        Files.writeString(model, grown.replace("columns}", "columns, hash: {recipe: exact}}"));
        for (Watched each : services) {
            assertThat(assertEnds(each, 33, "model", "migrate")).contains("another hash recipe");
            assertThat(each.inVault("select count(*) from cdc_vault.model_version"))
                    .containsExactly("2");
            each.awaitEqualAndHealthy();
        }
    }

    private static String grown() {
        return MODEL.replace(
                        "sat_item: {of: hub_item, attributes: {v: text}}",
                        """
                sat_item: {of: hub_item, attributes: {v: text}}
                  sat_more: {of: hub_item, attributes: {left_out: text}}"""
                                .stripTrailing())
                .replace("satellites: [sat_item]}", "satellites: {sat_item: {v: text}, sat_more: {}}}")
                .replace("hub_item: {id: id}", "hub_item: {id: item_no}");
    }

    /**
     * An attribute that is fed otherwise is read again; a table that leaves the model is let go by all that knew it.
     */
    @Test
    @Order(32)
    void whatChangesMeaningIsNamedAndDoneOnceItIsAllowed() throws Exception {
        Path model = stack.directory().resolve("columns.yaml");
        String otherwise = grown().replace(
                        "satellites: [sat_steady]",
                        "satellites: {sat_steady: {v: {sql: upper(v), columns: {v: text}}}}")
                .replace("  hub_label: {business_key: {code: text}}\n", "")
                .replace("links:\n  lnk_tag: {hubs: {item: hub_item, label: hub_label}}\n", "");
        String without = otherwise.substring(0, otherwise.indexOf("  public.tag:"));
        onMaster("insert into steady values (7, 'calm')");
        services.forEach(Watched::awaitEqualAndHealthy);
        Files.writeString(model, without);
        for (Watched each : services) {
            assertThat(assertEnds(each, 4, "model", "diff"))
                    .contains("remap", "public.steady: sat_steady.v", "v becomes (upper(v))", "read again")
                    .contains("keep", "lnk_tag", "release", "public.tag");
            assertThat(assertEnds(each, 4, "model", "migrate")).contains("--allow");
            assertThat(each.inVault("select count(*) from cdc_vault.model_version"))
                    .containsExactly("2");

            assertEnds(each, 0, "model", "migrate", "--allow");
            String steady =
                    "select v from vault.sat_steady%s join vault.hub_steady using (steady_hk) where id = 7 order by"
                            + " 1 desc";
            awaitInVault(each, steady.formatted("_current"), "CALM");
            assertThat(each.inVault(steady.formatted(""))).containsExactlyInAnyOrder("calm", "CALM");
            awaitInVault(each, "select count(*) from cdc_vault.source_table where source_table = 'tag'", "0");
            onMaster("alter publication " + each.place + " drop table tag");
        }
        onMaster("insert into tag values (1, 'while it is out')", "insert into steady values (8, 'more')");
        for (Watched each : services) {
            awaitInVault(
                    each,
                    "select v from vault.sat_steady_current join vault.hub_steady using (steady_hk) where id = 8",
                    "MORE");
            Await.until("all is well", PATIENCE, () -> each.status().health() == Health.HEALTHY);
            assertEnds(each, 0, "model", "diff");
            assertEnds(each, 0, "doctor", "--problems");
            assertEnds(each, 0, "verify");
        }

        // What changed meanwhile is read when it comes back.
        Files.writeString(model, grown());
        for (Watched each : services) {
            assertEnds(each, 0, "model", "migrate", "--allow");
            each.awaitReason("public.tag", "is not in the publication");
            onMaster("alter publication " + each.place + " add table tag");
            awaitInVault(
                    each,
                    "select code from vault.lnk_tag_current join vault.hub_label using (label_hk) where code like 'while%'",
                    "while it is out");
            each.awaitEqualAndHealthy();
            assertEnds(each, 0, "verify");
        }
    }

    private static String assertEnds(Watched each, int code, String... command) throws InterruptedException {
        ServiceProcess process = ServiceProcess.start(each.configuration, each.arguments(command));
        assertThat(process.exitCode()).as(process.output()).isEqualTo(code);
        return process.output();
    }

    private static String history(String attribute, int id) {
        return "select " + attribute + " from vault.sat_item join vault.hub_item using (item_hk) where id = " + id
                + " order by sat_item.load_dts";
    }

    /** Without versions that only differ in other attributes. */
    private static String distinctHistory(String attribute, int id) {
        return "select v from (select " + attribute + " as v, lag(" + attribute
                + ") over moments as former, row_number() over moments as nth"
                + " from vault.sat_item join vault.hub_item using (item_hk) where id = " + id
                + " window moments as (order by sat_item.load_dts)) as versions"
                + " where nth = 1 or v is distinct from former order by nth";
    }

    private static String ofThing(String attributes) {
        return "select id, " + attributes
                + " from vault.sat_thing_current join vault.hub_thing using (thing_hk) where is_live order by 1";
    }

    private static String current(String attribute) {
        return "select id, " + attribute
                + " from vault.sat_item_current join vault.hub_item using (item_hk) where is_live order by 1";
    }

    private static void awaitInVault(Watched each, String sql, String... rows) {
        if (!Await.within(PATIENCE, () -> each.inVault(sql).equals(List.of(rows)))) {
            throw new AssertionError(each.place + ": " + each.inVault(sql) + " instead of " + List.of(rows) + "\n"
                    + each.service.output());
        }
    }

    private static void onMaster(String... statements) throws SQLException {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
