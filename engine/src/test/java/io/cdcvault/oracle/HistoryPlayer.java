package io.cdcvault.oracle;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.oracle.SourceHistory.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a history happen on a real master: the same changes, among savepoints and whole transactions that are rolled
 * back. Some of what is a deletion and an insertion in the history is an update of the primary key here.
 */
public final class HistoryPlayer {

    private static final String PROBE = "history_probe";

    private static final List<String> TABLES = List.of(
            "create schema shop",
            // Its rows are told by a unique index, and its primary key is a column that the vault does not know.
            "create table shop.customer (id int not null constraint customer_id unique, boss_id int, name text,"
                    + " city text, number bigint generated always as identity primary key)",
            "alter table shop.customer replica identity using index customer_id",
            "create table shop.orders (id int primary key, customer_id int, status text)",
            "create table shop.item (order_id int, product varchar(10), qty int, primary key (order_id, product))",
            "create table shop.picking (order_id int, product varchar(10), picker text, primary key (order_id, product))",
            "create table shop.phone (customer_id int, kind text, number text, primary key (customer_id, kind))",
            "create table shop.wish (order_id int, product varchar(10), kind text, note text,"
                    + " primary key (order_id, product, kind))",
            "create table shop.tag (order_id int, product varchar(10), word text, primary key (order_id, product, word))",
            "create table shop.vip (customer_id int primary key)",
            "create table shop.member (id int primary key, code text unique deferrable initially deferred, label text)",
            // Long values go out of line, and so are left out of the WAL when an update does not touch them.
            "alter table shop.customer alter name set storage external",
            "alter table shop.orders alter status set storage external",
            "alter table shop.picking alter picker set storage external",
            "alter table shop.phone alter number set storage external",
            "alter table shop.wish alter note set storage external",
            "alter table shop.member alter label set storage external",
            "create publication orders for table shop.customer, shop.orders, shop.item, shop.picking, shop.phone,"
                    + " shop.member, shop.wish, shop.tag, shop.vip"
                    + " with (publish_via_partition_root = true)");

    private static final List<String> NOISE = List.of(
            "update shop.customer set name = 'never', boss_id = id",
            "insert into shop.orders values (100, 100, 'never')",
            "delete from shop.item",
            "truncate shop.customer");

    private final Connection master;
    private final Random random;
    /** Their keys are checked at commit, and the log tells whole rows. */
    private final Set<String> whole;

    private final List<Transaction> played = new ArrayList<>();

    /**
     * Creates the tables, empty, their publication {@code orders}, and whatever tells where a transaction committed.
     */
    public HistoryPlayer(Connection master, long seed) throws SQLException {
        this.master = master;
        this.random = new Random(seed);
        this.whole = SourceHistory.wholeTables(seed);
        for (String sql : TABLES) {
            execute(sql);
        }
        for (String table : whole) {
            execute("alter table shop." + table + " drop constraint " + table + "_pkey, add primary key ("
                    + String.join(", ", SourceHistory.KEYS.get(table)) + ") deferrable initially deferred");
            execute("alter table shop." + table + " replica identity full");
        }
        execute("select pg_create_logical_replication_slot('" + PROBE + "', 'test_decoding')");
        master.setAutoCommit(false);
    }

    /** Commits each of these transactions, and others never. */
    public void play(List<Transaction> history) throws SQLException {
        for (Transaction transaction : history) {
            if (random.nextInt(4) == 0) {
                noise();
                master.rollback();
            }
            play(transaction);
            master.commit();
            if (!transaction.changes().isEmpty()) {
                played.add(transaction);
            }
        }
    }

    /** What was played, with the times and positions at which it was committed. */
    public List<Transaction> asCommitted() throws SQLException {
        List<Transaction> committed = new ArrayList<>();
        try (Statement statement = master.createStatement();
                ResultSet commits = statement.executeQuery("select lsn::text, (extract(epoch from"
                        + " substring(data from '\\(at (.*)\\)')::timestamptz) * 1000000)::bigint"
                        + " from pg_logical_slot_peek_changes('" + PROBE + "', null, null, 'include-timestamp', 'on',"
                        + " 'skip-empty-xacts', 'on') where data like 'COMMIT%'")) {
            long last = 0;
            while (commits.next()) {
                last = Math.max(commits.getLong(2), last + 1);
                committed.add(stamped(played.get(committed.size()), last, Lsn.parse(commits.getString(1))));
            }
        }
        master.commit();
        if (committed.size() != played.size()) {
            throw new AssertionError(played.size() + " transactions were played, " + committed.size() + " committed");
        }
        return committed;
    }

    private static Transaction stamped(Transaction transaction, long loadDate, Lsn lsn) {
        TransactionStamp stamp = new TransactionStamp(transaction.stamp().number(), new LoadDate(loadDate));
        return new Transaction(
                transaction.changes().stream()
                        .map(change -> change.of(stamp, lsn))
                        .toList(),
                stamp,
                lsn,
                false,
                false);
    }

    private void play(Transaction transaction) throws SQLException {
        List<RowChange> changes = transaction.changes();
        for (int i = 0; i < changes.size(); i++) {
            if (random.nextInt(6) == 0) {
                execute("savepoint before_noise");
                noise();
                execute("rollback to before_noise");
            }
            if (random.nextInt(6) == 0) {
                execute("savepoint kept");
            }
            RowChange change = changes.get(i);
            boolean moves = i + 1 < changes.size()
                    && isMove(change, changes.get(i + 1))
                    && (isIncomplete(changes.get(i + 1)) || random.nextBoolean());
            if (moves) {
                write(changes.get(++i), Operation.UPDATE, change.image());
            } else {
                boolean isTold = !change.before().columns().isEmpty();
                write(change, change.operation(), isTold ? change.before() : change.image());
            }
        }
    }

    private static boolean isIncomplete(RowChange change) {
        return change.image().columns().containsValue(RowImage.UNAVAILABLE);
    }

    /** Whether the two could be an update of the primary key: the WAL tells it as just these two. */
    private static boolean isMove(RowChange one, RowChange next) {
        return one.operation() == Operation.DELETE
                && next.operation() == Operation.CREATE
                && one.table().equals(next.table())
                && !(hasOtherBusinessKey(one) && isSameRow(one, next));
    }

    /** An update of the business key alone is not told in the WAL. */
    private static boolean hasOtherBusinessKey(RowChange change) {
        return change.table().table().equals("member");
    }

    private static boolean isSameRow(RowChange one, RowChange next) {
        return SourceHistory.KEYS.get(one.table().table()).stream()
                .allMatch(column ->
                        Objects.equals(one.image().text(column), next.image().text(column)));
    }

    private void noise() throws SQLException {
        execute(NOISE.get(random.nextInt(NOISE.size())));
    }

    /** @param identity of the row that is there */
    private void write(RowChange change, Operation operation, RowImage identity) throws SQLException {
        Map<String, @Nullable String> row = new TreeMap<>(change.image().columns());
        row.values().removeIf(RowImage.UNAVAILABLE::equals);
        String table = change.table().toString();
        switch (operation) {
            case TRUNCATE -> {
                // A table whose constraints are yet to be checked cannot be truncated.
                execute("set constraints all immediate");
                execute("truncate " + table);
                execute("set constraints all deferred");
            }
            case DELETE -> execute("delete from " + table + where(change, identity));
            case UPDATE ->
                execute("update " + table + " set "
                        + row.entrySet().stream()
                                .map(column -> column.getKey() + " = " + literal(column.getValue()))
                                .collect(Collectors.joining(", "))
                        + where(change, identity));
            default ->
                execute("insert into " + table + " (" + String.join(", ", row.keySet()) + ") values ("
                        + row.values().stream().map(HistoryPlayer::literal).collect(Collectors.joining(", ")) + ")");
        }
    }

    private String where(RowChange change, RowImage identity) {
        String table = change.table().table();
        if (whole.contains(table)) {
            // A key may have two rows for a while, and those may be equal.
            return identity.columns().entrySet().stream()
                    .map(column -> column.getKey() + " is not distinct from " + literal(column.getValue()))
                    .collect(Collectors.joining(
                            " and ", " where ctid = (select ctid from shop." + table + " where ", " limit 1)"));
        }
        return SourceHistory.KEYS.get(change.table().table()).stream()
                .map(column -> column + " = " + literal(identity.text(column)))
                .collect(Collectors.joining(" and ", " where ", ""));
    }

    private static String literal(@Nullable String value) {
        return value == null ? "null" : "'" + value.replace("'", "''") + "'";
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = master.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
