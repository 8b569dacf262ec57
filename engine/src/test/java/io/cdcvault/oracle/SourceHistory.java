package io.cdcvault.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a small shop, the same for the same seed: few keys, so that everything happens to each of them.
 * Begins with a snapshot; may hold a later one, taken after changes that nobody captured.
 */
public final class SourceHistory {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final List<String> TABLES =
            List.of("customer", "orders", "item", "picking", "phone", "member", "wish", "tag", "vip");
    static final Map<String, List<String>> KEYS = Map.of(
            "customer", List.of("id"),
            "orders", List.of("id"),
            "item", List.of("order_id", "product"),
            "picking", List.of("order_id", "product"),
            "phone", List.of("customer_id", "kind"),
            "member", List.of("id"),
            "wish", List.of("order_id", "product", "kind"),
            "tag", List.of("order_id", "product", "word"),
            "vip", List.of("customer_id"));

    /** Business keys of other rows: no satellite holds them. */
    private static final Map<String, String> ENDS = Map.of("customer", "boss_id", "orders", "customer_id");

    static final Map<String, String> TOASTED = Map.of(
            "customer",
            "name",
            "orders",
            "status",
            "item",
            "qty",
            "picking",
            "picker",
            "phone",
            "number",
            "member",
            "label",
            "wish",
            "note");

    /** Changes that commit together, or one part of a snapshot. */
    public record Transaction(
            List<RowChange> changes, TransactionStamp stamp, Lsn commitLsn, boolean isSnapshot, boolean endsSnapshot) {}

    /** Tables of which a log with replica identity full tells whole rows, and whose keys are checked at commit. */
    private final Set<String> whole;

    private final boolean isCaptured;
    private final boolean insertionsAreWhole;
    private final HistoryKeys keys;
    private final Random random;
    private final Map<String, Map<String, Map<String, String>>> tables = new LinkedHashMap<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private List<RowChange> open = new ArrayList<>();
    private TransactionStamp stamp = new TransactionStamp(0, 1_700_000_000_000_000L);
    private Lsn lsn = new Lsn(1_000);

    private SourceHistory(long seed, boolean isCaptured, boolean insertionsAreWhole, HistoryKeys keys) {
        this.isCaptured = isCaptured;
        this.insertionsAreWhole = insertionsAreWhole;
        this.keys = keys;
        random = new Random(seed);
        whole = wholeTables(seed);
        TABLES.forEach(table -> tables.put(table, new TreeMap<>()));
    }

    /** Without snapshots: all of it is captured as it happens, from empty tables on. */
    public static List<Transaction> captured(long seed, int size) {
        SourceHistory history = new SourceHistory(seed, true, false, HistoryKeys.PLAIN);
        for (int i = 0; i < size; i++) {
            history.transact();
        }
        return history.transactions;
    }

    /** In every other history, so that each table is told in either way. */
    static Set<String> wholeTables(long seed) {
        return seed % 2 == 0 ? Set.of() : Set.of("orders", "item", "picking", "phone", "wish");
    }

    static List<Transaction> of(long seed, int size) {
        return of(seed, size, HistoryKeys.PLAIN);
    }

    static List<Transaction> of(long seed, int size, HistoryKeys keys) {
        return new SourceHistory(seed, false, false, keys).withSnapshots(size);
    }

    /** No row takes over what another held: that one may have been parked. */
    static List<Transaction> ofWholeInsertions(long seed, int size) {
        return new SourceHistory(seed, false, true, HistoryKeys.PLAIN).withSnapshots(size);
    }

    private List<Transaction> withSnapshots(int size) {
        changeUnseen(20);
        snapshot();
        int laterSnapshot = random.nextInt(size);
        for (int i = 0; i < size; i++) {
            transact();
            if (i == laterSnapshot) {
                changeUnseen(10);
                truncatePartition();
                snapshot();
            }
        }
        return transactions;
    }

    private void transact() {
        begin();
        int changes = random.nextInt(8) == 0 ? 30 : 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            change();
        }
        commit(false, false);
    }

    private void begin() {
        // Now and then the clock of the master stands still; the stamp moves on all the same.
        long step = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(5_000_000);
        stamp = stamp.next(new LoadDate(stamp.loadDate().micros() + step));
        lsn = new Lsn(lsn.bytes() + 100 + random.nextInt(1_000));
        open = new ArrayList<>();
    }

    private void commit(boolean isSnapshot, boolean endsSnapshot) {
        transactions.add(new Transaction(List.copyOf(open), stamp, lsn, isSnapshot, endsSnapshot));
    }

    private void changeUnseen(int changes) {
        begin();
        for (int i = 0; i < changes; i++) {
            change();
        }
    }

    /** PostgreSQL does not tell of it: only a snapshot shows that a part of the rows is gone. */
    private void truncatePartition() {
        Map<String, Map<String, String>> content = tables.get(TABLES.get(random.nextInt(TABLES.size())));
        String last = id();
        content.keySet().removeIf(key -> key.endsWith(last));
    }

    private void snapshot() {
        begin();
        List<RowChange> rows = new ArrayList<>();
        tables.forEach((table, content) ->
                content.values().forEach(row -> rows.add(rowChange(table, Operation.READ, row, rows.size() + 1))));
        TransactionStamp moment = stamp;
        int part = 1 + random.nextInt(5);
        for (int from = 0; from < Math.max(1, rows.size()); from += part) {
            open = rows.subList(from, Math.min(rows.size(), from + part));
            commit(true, from + part >= rows.size());
            stamp = stamp.next(moment.loadDate());
        }
        stamp = new TransactionStamp(stamp.number().previous(), moment.loadDate());
    }

    private void change() {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        Map<String, Map<String, String>> content = tables.get(table);
        int dice = random.nextInt(40);
        if (dice == 0) {
            content.clear();
            emit(table, Operation.TRUNCATE, Map.of());
            return;
        }
        if (dice < 4) {
            handOver(table);
            return;
        }
        Map<String, String> row = randomRow(table);
        Map<String, String> existing = content.get(key(table, row));
        if (existing == null) {
            put(table, row, Operation.CREATE);
        } else if (dice < 10) {
            delete(table, existing);
        } else if (dice < 15) {
            delete(table, existing);
            move(table, existing, randomRow(table));
        } else {
            put(table, row, Operation.UPDATE);
        }
    }

    private void put(String table, Map<String, String> row, Operation operation) {
        Map<String, String> before = tables.get(table).put(key(table, row), row);
        if (before == null) {
            emit(table, operation, row);
        } else {
            emit(update(table, before, row));
        }
    }

    /** An update of the key is told as a deletion and an insertion, which may leave a TOASTed value alone too. */
    private void move(String table, Map<String, String> from, Map<String, String> to) {
        boolean isNew = !tables.get(table).containsKey(key(table, to));
        if (insertionsAreWhole || !isNew || key(table, from).equals(key(table, to))) {
            put(table, to, Operation.CREATE);
        } else {
            tables.get(table).put(key(table, to), to);
            emit(table, Operation.CREATE, untouched(table, to, from));
        }
    }

    /** Keys pass from row to row, so that some have two rows for a while. What is committed has each key once. */
    private void handOver(String table) {
        if (table.equals("member")) {
            new MemberHandover(tables.get(table), keys.codes(), random).steps().forEach(this::emit);
        } else if (whole.contains(table)) {
            new KeyHandover(table, tables.get(table), () -> randomRow(table), insertionsAreWhole, random)
                    .steps()
                    .forEach(this::emit);
        }
    }

    private Step update(String table, Map<String, String> before, Map<String, String> row) {
        return new Step(table, Operation.UPDATE, untouched(table, row, before), whole.contains(table) ? before : null);
    }

    /** Some updates leave TOASTed values alone, and so do not carry them. */
    private Map<String, String> untouched(String table, Map<String, String> row, Map<String, String> before) {
        List<String> toasted = Stream.of(TOASTED, ENDS)
                .flatMap(columns -> Stream.ofNullable(columns.get(table)))
                .filter(column -> random.nextInt(3) == 0 && before.get(column) != null)
                .toList();
        toasted.forEach(column -> row.put(column, before.get(column)));
        Map<String, String> carried = new HashMap<>(row);
        toasted.forEach(column -> carried.put(column, RowImage.UNAVAILABLE));
        return carried;
    }

    private void delete(String table, Map<String, String> row) {
        tables.get(table).remove(key(table, row));
        Map<String, String> known = new HashMap<>(row);
        if (!whole.contains(table)) {
            // With the default replica identity a deletion tells the key and nothing else.
            known.keySet().retainAll(KEYS.get(table));
        }
        emit(table, Operation.DELETE, known);
    }

    private void emit(String table, Operation operation, Map<String, String> row) {
        emit(new Step(table, operation, row, null));
    }

    private void emit(Step step) {
        open.add(step.change(stamp, lsn, open.size() + 1));
    }

    private RowChange rowChange(String table, Operation operation, Map<String, String> row, int order) {
        return new Step(table, operation, row, null).change(stamp, lsn, order);
    }

    /**
     * A change to be.
     *
     * @param before of an update, the whole row as it was, if the log tells it
     */
    record Step(
            String table,
            Operation operation,
            Map<String, @Nullable String> row,
            @Nullable Map<String, @Nullable String> before) {

        RowChange change(TransactionStamp stamp, Lsn lsn, int order) {
            Origin origin = new Origin(
                    operation == Operation.TRUNCATE || !KEYS.containsKey(table) ? null : json(identity()),
                    envelope(table, operation, row, before),
                    new Place("history ", order));
            RowImage earlier = before == null ? RowImage.NONE : new RowImage(before);
            RowImage image = new RowImage(row).completedFrom(earlier);
            return new RowChange(new TableName("shop", table), operation, image, stamp, Optional.of(lsn), order, origin)
                    .after(earlier);
        }

        private Map<String, @Nullable String> identity() {
            Map<String, @Nullable String> identity = new TreeMap<>();
            KEYS.get(table).forEach(column -> identity.put(column, row.get(column)));
            return identity;
        }
    }

    private static byte[] envelope(
            String table,
            Operation operation,
            Map<String, @Nullable String> row,
            @Nullable Map<String, @Nullable String> before) {
        Map<String, Object> envelope = new HashMap<>();
        if (before != null) {
            envelope.put("before", before);
        }
        envelope.put(operation.leavesRow() ? "after" : "before", row);
        envelope.put("op", operation.letter());
        envelope.put("source", Map.of("schema", "shop", "table", table));
        return json(envelope);
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String key(String table, Map<String, String> row) {
        return String.join("|", KEYS.get(table).stream().map(row::get).toList());
    }

    private Map<String, String> randomRow(String table) {
        Map<String, String> row = new HashMap<>();
        switch (table) {
            case "customer" -> {
                row.put("id", id());
                row.put("boss_id", orNull(id()));
                row.put("name", anyText());
                row.put("city", orNull(text()));
            }
            case "orders" -> {
                row.put("id", id());
                row.put("customer_id", orNull(id()));
                row.put("status", anyText());
            }
            case "item" -> {
                row.put("order_id", id());
                row.put("product", keys.products().get(random.nextInt(3)));
                // Of a row whose other columns are all NULL the log seems to tell the key alone.
                row.put("qty", isCaptured && whole.contains("item") ? id() : orNull(id()));
            }
            case "picking" -> {
                row.put("order_id", id());
                row.put("product", keys.products().get(random.nextInt(3)));
                row.put("picker", anyText());
            }
            case "member" -> {
                row.put("id", id());
                row.put("code", MemberHandover.freeCode(tables.get("member"), row.get("id"), keys.codes(), random));
                row.put("label", text());
            }
            case "wish" -> {
                row.put("order_id", id());
                row.put("product", keys.products().get(random.nextInt(3)));
                row.put("kind", text());
                row.put("note", anyText());
            }
            case "tag" -> {
                row.put("order_id", id());
                row.put("product", keys.products().get(random.nextInt(3)));
                row.put("word", text());
            }
            case "vip" -> row.put("customer_id", id());
            default -> {
                row.put("customer_id", id());
                row.put("kind", text());
                row.put("number", anyText());
            }
        }
        return row;
    }

    private String id() {
        return Integer.toString(random.nextInt(4));
    }

    private String orNull(String value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    /** A real master keeps long ones out of line. */
    private String anyText() {
        return isCaptured && random.nextInt(4) == 0 ? ("long" + random.nextInt(2)).repeat(600) : text();
    }

    /** Some differ only in case or blanks, which not every hash recipe takes notice of. */
    private String text() {
        return List.of("a", "A", "b", " b", "c\t\\").get(random.nextInt(5));
    }
}
