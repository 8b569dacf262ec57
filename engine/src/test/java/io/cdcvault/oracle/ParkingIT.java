package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.deadletter.WaitingLetters;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.oracle.SourceHistory.Transaction;
import io.cdcvault.schema.bookkeeping.Migrations;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import io.cdcvault.settings.Settings.Load.Policy;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be loaded waits with what follows it, and is loaded as if it had never waited. */
@ExtendWith(LocalStackExtension.class)
final class ParkingIT {

    private static final TableName ORDERS = new TableName("shop", "orders");
    private static PostgresServer dwh;
    private static OrdersVault vault;
    /** Its columns are too narrow for some of a history's values. */
    private static OrdersVault narrow;

    @BeforeAll
    static void prepare(LocalStack stack) {
        dwh = stack.dwh();
        vault = OrdersVault.of(dwh, yaml -> yaml);
        narrow = OrdersVault.of(dwh, yaml -> yaml.replace("{name: text,", "{name: varchar(2),")
                .replace("{status: text}", "{status: varchar(2)}")
                .replace("{number: text}", "{number: varchar(2)}"));
    }

    @BeforeEach
    void recreate() throws SQLException {
        narrow.recreate();
    }

    @ParameterizedTest
    @CsvSource({"21, 60, 1, 0", "22, 60, 7, 0.2", "23, 150, 10000, 0", "24, 150, 40, 0.1", "25, 300, 25, 0.1"})
    void vaultEqualsTheOraclesOnceTheCauseIsMended(long seed, int size, int batchSize, double interruption)
            throws SQLException {
        List<Transaction> history = SourceHistory.ofWholeInsertions(seed, size);
        new HistoryLoad(narrow.settings(), narrow.plans(), new Random(seed)).load(history, batchSize, interruption);
        assertThat(narrow.content()).as("something is missing").isNotEqualTo(VaultOracle.vaultOf(history));

        widen();
        retryAll();

        Map<String, Set<String>> expected = VaultOracle.vaultOf(history);
        vault.content().forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(expected.get(table)));
    }

    @Test
    void oneBadRowInTenThousandCostsTheOthersNothing() throws Exception {
        List<RowChange> changes = new ArrayList<>();
        for (int id = 1; id <= 10_000; id++) {
            changes.add(order(id, id == 4_711 ? "too long" : "a", 1));
        }
        changes.add(order(4_711, "b", 1));

        load(changes);

        assertThat(statuses()).hasSize(9_999);
        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow() + " " + letter.reason())
                .containsExactly(
                        "{\"id\":\"4711\"} value too long for type character varying(2) (column status)",
                        "{\"id\":\"4711\"} An earlier change of the row waits");
    }

    @Test
    void columnThatAnEventLacksIsNullInAReplayAndParksTheRowOtherwise() throws Exception {
        RowChange old = change("{\"id\":1,\"customer_id\":1}", 1);
        load(List.of(old));
        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsExactly("It has no column status, which the model maps");
        narrow.recreate();

        load(List.of(old), OrdersVault.PARKING.forReplay());

        assertThat(letters()).isEmpty();
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void manyBadRowsAreParkedEach() throws Exception {
        load(IntStream.rangeClosed(1, 300)
                .mapToObj(id -> order(id, id % 3 == 0 ? "too long" : "a", 1))
                .toList());

        assertThat(statuses()).hasSize(200);
        assertThat(letters()).hasSize(100);
    }

    /** In the time of good ones: a bad row must cost no more than its own letter, whatever is staged beside it. */
    @Test
    void mostRowsOfALargeTransactionAreParkedInOnePass() throws Exception {
        load(IntStream.rangeClosed(1, 20_000)
                .mapToObj(id -> order(id, id % 5 < 3 ? "too long" : "a", 1))
                .toList());
        load(IntStream.rangeClosed(1, 20_000).mapToObj(id -> order(id, "b", 2)).toList());

        assertThat(statuses()).hasSize(16_000);
        assertThat(narrow.texts("select count(*)::text from cdc_vault.dead_letter where reason like 'value too long%'"))
                .containsExactly("12000");
        assertThat(letters()).hasSize(24_000);
    }

    @Test
    void badValueIsFoundWhateverLanguageTheServerSpeaks() throws Exception {
        narrow.execute(
                "create function \"Orders Vault\".refuse() returns trigger language plpgsql as"
                        + " 'begin raise exception ''PARAMETER 12, LINE 7: %'', new.status; end'",
                "create trigger refuse before insert on \"Orders Vault\".sat_order for each row"
                        + " when (new.status = 'x') execute function \"Orders Vault\".refuse()");

        load(List.of(order(1, "a", 1), order(2, "x", 1), order(3, "too long", 1)));

        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .containsExactly("{\"id\":\"2\"}", "{\"id\":\"3\"}");
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void valuesThatNoTextOfPostgresqlHoldsAreParkedWithTheColumn() throws Exception {
        load(List.of(order(1, "\\u0000", 1), order(2, "\\ud800", 1), order(3, "\\ud83d\\ude00", 1)));

        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow() + " " + letter.reason())
                .containsExactly(
                        "{\"id\":\"1\"} No text of PostgreSQL holds U+0000 or half a surrogate pair (column status)",
                        "{\"id\":\"2\"} No text of PostgreSQL holds U+0000 or half a surrogate pair (column status)");
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void letterIsWrittenWhateverTheKeyTheReasonAndTheTableAre() throws Exception {
        String key = IntStream.range(0, 400)
                .mapToObj(n -> Integer.toHexString(n * 7_919))
                .collect(Collectors.joining("-"));
        load(List.of(change("{\"id\":\"" + key + "\",\"customer_id\":1,\"status\":\"a\"}", 1), order(2, "a", 1)));
        Origin junk = new Origin(null, "\u0000".getBytes(StandardCharsets.UTF_8), new Place("te\u0000st@", 7));
        load(List.of(
                RowChange.unreadable(
                        new TableName("sh\u0000op", "t"), new TransactionStamp(2, 2), Optional.empty(), junk),
                change("{\"id\":\"" + key + "\",\"customer_id\":1,\"status\":\"b\"}", 2)));

        assertThat(letters())
                .extracting(DeadLetter::reason)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("invalid input syntax for type integer"),
                        second -> assertThat(second).startsWith("It is not a Debezium envelope"),
                        third -> assertThat(third).isEqualTo("An earlier change of the row waits"));
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void valueThatTheTopicsHadNoRoomForIsParkedUnlessTheModelDoesNotMapIt() throws Exception {
        load(
                List.of(
                        order(1, "\\u0000(too large)", 1),
                        change("{\"id\":2,\"customer_id\":1,\"status\":\"a\",\"number\":\"\\u0000(too large)\"}", 1)),
                new Policies(Policy.IGNORE, Policy.IGNORE));

        assertThat(letters()).extracting(DeadLetter::reason).singleElement().satisfies(reason -> assertThat(reason)
                .startsWith("Its value of status is larger than")
                .endsWith("run cdc-vault snapshot shop.orders"));
        assertThat(statuses()).hasSize(1);
    }

    /** It says that it is about a row that has changes of its own. */
    @Test
    void recordOfAnotherProgramHoldsNothingBack() throws Exception {
        RowChange real = order(1, "a", 1);
        Origin origin = new Origin(
                "{\"id\":1}".getBytes(StandardCharsets.UTF_8), real.origin().envelope(), new Place("test@", 7));
        load(List.of(RowChange.foreign(ORDERS, new TransactionStamp(1, 1), Optional.empty(), origin), real));
        load(List.of(order(1, "b", 2)));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).startsWith("Another program wrote it");
            assertThat(letter.rowKey()).isEmpty();
        });
        assertThat(statuses()).hasSize(2);
    }

    @Test
    void rowWithoutBusinessKeyIsParked() throws Exception {
        load(List.of(change("{\"id\":null,\"customer_id\":1,\"status\":\"a\"}", 1), order(2, "a", 1)));

        assertThat(letters()).extracting(DeadLetter::reason).containsExactly("Its business key is empty: id");
        assertThat(statuses()).hasSize(1);
    }

    @Test
    void valueThatTheLogLeftOutAndNobodyKnowsIsParkedWithItsFollowers() throws Exception {
        load(List.of(order(1, "\\u0000(unchanged)", 1), order(2, "a", 1)));
        load(List.of(order(1, "b", 2), order(2, "b", 2)));

        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsExactly(
                        "The master's log left out what did not change, and no earlier state of the row has it: status",
                        "An earlier change of the row waits");
        assertThat(statuses()).as("both versions of the other row").hasSize(2);
    }

    @Test
    void letterOfVersion010MarksWhatTheChangeDidNotTouchAsItIsMarkedNow() throws Exception {
        load(List.of(change(
                "{\"id\":1,\"customer_id\":\"x\\\\\\\"__debezium_unavailable_value\",\"status\":\"__debezium_unavailable_value\"}",
                1)));
        try (Connection warehouse = dwh.connect();
                Statement statement = warehouse.createStatement()) {
            statement.execute(Migrations.script(4));
        }

        try (DeadLetters letters = narrow.deadLetters()) {
            DeadLetter letter = letters.list(false).get(0);
            assertThat(new String(Objects.requireNonNull(letters.content(letter).envelope()), StandardCharsets.UTF_8))
                    .contains("__debezium_unavailable_value\",", "\"status\":\"\\u0000(unchanged)\"");
            assertThat(letters.retry(letter)).isPresent();
        }
    }

    @Test
    void deletionWhoseRowCannotBeFoundIsParked() throws Exception {
        load(List.of(order(1, "a", 1)));
        load(List.of(deletion("orders", "{\"number\":7}", 2)));
        load(List.of(deletion("member", "{\"id\":7}", 3)));

        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow() + " " + letter.reason())
                .containsExactly(
                        "{\"number\":\"7\"} It carries only number, and the vault does not hold that beside id",
                        "{\"id\":\"7\"} The master's log left out what did not change, and no earlier state of the row"
                                + " has it: code");
    }

    @Test
    void lettersAreLookedAtWithoutWritingAnything() throws Exception {
        load(List.of(order(1, "too long", 1)));
        WaitingLetters waiting =
                new WaitingLetters(narrow.settings(), narrow.model().settings().schema());
        long id = waiting.oldest(10).get(0).id();

        // The server itself may write between two looks.
        Await.until("a look that writes nothing", Duration.ofSeconds(30), () -> {
            String before = nextTransaction();
            boolean isFound = waiting.oldest(10).size() == 1
                    && waiting.open(id).orElseThrow().envelope().isPresent();
            return isFound && before.equals(nextTransaction());
        });
    }

    private static String nextTransaction() {
        try (Connection warehouse = dwh.connect();
                Statement statement = warehouse.createStatement();
                ResultSet row = statement.executeQuery("select pg_snapshot_xmax(pg_current_snapshot())::text")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void discardedLetterMakesWayForItsFollowers() throws Exception {
        load(List.of(order(1, "too long", 1)));
        load(List.of(order(1, "b", 2)));
        try (DeadLetters letters = narrow.deadLetters()) {
            DeadLetter first = letters.list(false).get(0);
            assertThat(letters.retry(first))
                    .hasValueSatisfying(why -> assertThat(why).contains("too long"));

            letters.discard(first, "not worth it");

            assertThat(letters.retry(letters.list(false).get(0))).isEmpty();
            assertThat(letters.list(false)).isEmpty();
            assertThat(letters.list(true))
                    .extracting(letter -> letter.resolution().orElseThrow())
                    .containsExactly("discarded: not worth it", "loaded");
        }
        assertThat(statuses()).hasSize(1);
        load(List.of(order(1, "c", 3)));
        assertThat(statuses()).as("the row is loaded as any other again").hasSize(2);
    }

    @Test
    void unknownColumnsAndTablesAreParkedWhereThePolicySaysSo() throws Exception {
        load(List.of(
                change("{\"id\":1,\"customer_id\":1,\"status\":\"a\",\"colour\":\"red\"}", 1),
                change("{\"id\":1,\"status\":\"a\"}", 1),
                read("shop", "invoice", "{\"id\":1}", 1)));

        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsExactly(
                        "The model neither maps nor ignores the column colour of shop.orders",
                        "An earlier change of the row waits",
                        "The model does not know the table shop.invoice");
    }

    @Test
    void whatIsNoEnvelopeIsParked() throws Exception {
        Origin junk = new Origin(null, "hello".getBytes(StandardCharsets.UTF_8), new Place("test@", 7));
        load(List.of(
                RowChange.unreadable(ORDERS, new TransactionStamp(1, 1), Optional.empty(), junk), order(1, "a", 1)));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).startsWith("It is not a Debezium envelope");
            assertThat(letter.rowKey()).isEmpty();
        });
        assertThat(statuses()).hasSize(1);
    }

    /** A DBA's constraint is about what the columns could hold, and a statement does not tell which row broke it. */
    @Test
    void rowsThatAConstraintRefusesAreFoundAmongTheOthers() throws Exception {
        narrow.execute(
                "alter table \"Orders Vault\".sat_order add check (status <> 'x')",
                "create unique index once on \"Orders Vault\".sat_order (status) where status = 'u'");
        List<RowChange> changes = new ArrayList<>();
        for (int id = 1; id <= 2_000; id++) {
            changes.add(order(id, id % 1_000 == 7 ? "x" : id == 20 || id == 1_990 ? "u" : "a", 1));
        }

        load(changes);
        load(List.of(order(7, "b", 2), order(8, "b", 2)));

        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow() + " " + letter.reason())
                .containsExactly(
                        "{\"id\":\"7\"} new row for relation \"sat_order\" violates check constraint"
                                + " \"sat_order_status_check\"",
                        "{\"id\":\"1007\"} new row for relation \"sat_order\" violates check constraint"
                                + " \"sat_order_status_check\"",
                        "{\"id\":\"1990\"} duplicate key value violates unique constraint \"once\"",
                        "{\"id\":\"7\"} An earlier change of the row waits");
        assertThat(statuses()).hasSize(1_998);
        narrow.execute("alter table \"Orders Vault\".sat_order drop constraint sat_order_status_check");
        try (DeadLetters waiting = narrow.deadLetters()) {
            List<DeadLetter> list = waiting.list(false);
            assertThat(waiting.retry(list.get(2)))
                    .hasValueSatisfying(why -> assertThat(why).contains("once"));
            assertThat(waiting.retry(list.get(0))).isEmpty();
        }
        assertThat(statuses()).as("both versions of the row that waited").hasSize(2_000);
    }

    /** The generated views stand in the way of a column's new type. */
    private static void widen() throws SQLException {
        vault.execute(
                """
                do $$ declare each text; begin
                  for each in select format('drop view if exists %I.%I cascade', schemaname, viewname) from pg_views
                    where schemaname = 'Orders Vault' loop execute each; end loop; end $$""",
                "alter table \"Orders Vault\".sat_customer alter name type text",
                "alter table \"Orders Vault\".sat_order alter status type text",
                "alter table \"Orders Vault\".sat_phone alter number type text");
        try (Warehouse warehouse = Warehouse.connect(vault.settings())) {
            warehouse.createMissing(vault.model());
        }
    }

    /** The newest letter of a row that waits shows whether the row exists, from the beginning of the snapshot on. */
    @Test
    void snapshotThatRepairsATableEndsTheLettersOfARowThatIsDeleted() throws SQLException {
        load(List.of(order(1, "a", 1), order(2, "a", 1)));
        load(List.of(order(1, "too long", 2), order(2, "too long", 2).during(1), deletion("orders", "{\"id\":1}", 2)));
        assertThat(letters()).hasSize(3);
        try (Connection warehouse = dwh.connect();
                Statement statement = warehouse.createStatement()) {
            statement.execute(
                    "insert into cdc_vault.source_table (feed, source_schema, source_table, facts, gap, gap_at)"
                            + " values ('" + narrow.feed().text()
                            + "', 'shop', 'orders', '{}', 'was not sent', now())");
        }

        endSnapshotOfOrders(3);

        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .containsExactly("{\"id\":\"2\"}");
    }

    /** Pieces of a transaction come before its end, which shows where it committed. */
    @Test
    void lettersOfATransactionInPiecesHaveItsLsn() throws SQLException {
        try (VaultLoader loader = new VaultLoader(
                Warehouse.connect(narrow.settings()),
                narrow.feed(),
                narrow.plans(),
                OrdersVault.PARKING,
                Time.system())) {
            for (int piece = 0; piece < 3; piece++) {
                loader.load(new ChangeBatch(refused(piece * 1_000, 1_000), Optional.empty()));
            }
            TransactionStamp stamp = new TransactionStamp(7, 7);
            loader.load(new ChangeBatch(
                    List.of(),
                    Optional.of(new Checkpoint("{}", stamp, new Lsn(42), 3_000, 1, false)),
                    Optional.of(new ChangeBatch.LateCommit(stamp, new Lsn(42)))));
        }

        assertThat(letters()).hasSize(3_000).allMatch(letter -> letter.lsn().equals("0/2A"));
    }

    private static List<RowChange> refused(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(id -> order(id, "too long", 7))
                .map(change -> new RowChange(
                        change.table(),
                        change.operation(),
                        change.image(),
                        change.stamp(),
                        Optional.empty(),
                        change.order(),
                        change.origin()))
                .toList();
    }

    private static void endSnapshotOfOrders(long transaction) {
        Checkpoint end = new Checkpoint(
                "{}",
                new TransactionStamp(transaction, transaction),
                new Lsn(transaction),
                1,
                1,
                false,
                Optional.empty(),
                Optional.of(new TableSnapshot(1, ORDERS)));
        try (VaultLoader loader = new VaultLoader(
                Warehouse.connect(narrow.settings()),
                narrow.feed(),
                narrow.plans(),
                OrdersVault.PARKING,
                Time.system())) {
            loader.load(new ChangeBatch(List.of(), Optional.of(end)));
        }
    }

    private static void retryAll() {
        try (DeadLetters letters = vault.deadLetters()) {
            List<DeadLetter> waiting = letters.list(false);
            assertThat(waiting).isNotEmpty();
            waiting.forEach(letter -> assertThat(letters.retry(letter)).isEmpty());
            assertThat(letters.list(false)).isEmpty();
        }
    }

    private static void load(List<RowChange> changes) {
        load(changes, OrdersVault.PARKING);
    }

    private static void load(List<RowChange> changes, Policies policies) {
        try (VaultLoader loader = new VaultLoader(
                Warehouse.connect(narrow.settings()), narrow.feed(), narrow.plans(), policies, Time.system())) {
            TransactionStamp stamp = changes.get(0).stamp();
            loader.load(new ChangeBatch(
                    changes,
                    Optional.of(
                            new Checkpoint("{}", stamp, new Lsn(stamp.number().value()), 1, 1, false))));
        }
    }

    private static List<DeadLetter> letters() {
        try (DeadLetters letters = narrow.deadLetters()) {
            return letters.list(false);
        }
    }

    private static Set<String> statuses() throws SQLException {
        return narrow.content().get("sat_order");
    }

    private static RowChange order(int id, String status, int transaction) {
        return change("{\"id\":" + id + ",\"customer_id\":1,\"status\":\"" + status + "\"}", transaction);
    }

    private static RowChange change(String row, int transaction) {
        return read("shop", "orders", row, transaction);
    }

    private static RowChange deletion(String table, String identity, int transaction) {
        return readEnvelope(
                "{\"before\":" + identity + ",\"op\":\"d\",\"source\":{\"schema\":\"shop\",\"table\":\"" + table
                        + "\"}}",
                transaction);
    }

    private static RowChange read(String schema, String table, String row, int transaction) {
        return readEnvelope(
                "{\"after\":" + row + ",\"op\":\"u\",\"source\":{\"schema\":\"" + schema + "\",\"table\":\"" + table
                        + "\"}}",
                transaction);
    }

    private static RowChange readEnvelope(String envelope, int transaction) {
        Origin origin = new Origin(null, envelope.getBytes(StandardCharsets.UTF_8), new Place("test@", transaction));
        try {
            return new EnvelopeReader()
                    .read(origin, new TransactionStamp(transaction, transaction), Optional.of(new Lsn(transaction)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
