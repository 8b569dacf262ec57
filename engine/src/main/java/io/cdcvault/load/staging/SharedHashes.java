package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.load.deadletter.RejectedChange;
import io.cdcvault.load.plan.SharedHash;
import io.cdcvault.load.row.RowKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Finds staged changes whose key has the hash of another key. The key that the vault holds keeps its hash; of those
 * that are staged, the first that is loaded does. Only what was staged as possible is looked at, so it mostly costs
 * nothing.
 */
final class SharedHashes {

    /** Until the transaction ends: of two loaders of a group, the second sees what the first has loaded. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('cdc-vault shared hashes'), 0)";

    private static final String OTHERS =
            """
            with mention as materialized (
            %s
            ), claim as (
            select * from mention union all
            %s
            )
            select source, row_key, (extract(epoch from load_date) * 1000000)::bigint, target
            from (
              select *, first_value(parts) over first as owner, first_value(seq) over first as owned_from,
                first_value(keeps) over first as is_owned
              from claim window first as (partition by target, hash order by keeps desc, seq)
            ) as claimed
            where is_owned and seq > owned_from and parts is distinct from owner
            order by seq""";

    private final Connection connection;

    SharedHashes(Connection connection) {
        this.connection = connection;
    }

    /** The changes that cannot be loaded, in order. */
    List<RejectedChange.OfRow> find(Collection<StagedTable> all) throws SQLException {
        Map<String, StagedTable> tables = new LinkedHashMap<>();
        Map<String, String> stored = new LinkedHashMap<>();
        List<String> staged = new ArrayList<>();
        for (StagedTable table : all) {
            if (table.mayShareHashes()) {
                tables.put(table.name().toString(), table);
                for (SharedHash hash : table.plan().sharedHashes()) {
                    staged.add(hash.staged());
                    stored.put(hash.target(), hash.stored());
                }
            }
        }
        return staged.isEmpty() ? List.of() : find(tables, OTHERS.formatted(union(staged), union(stored.values())));
    }

    private List<RejectedChange.OfRow> find(Map<String, StagedTable> tables, String sql) throws SQLException {
        List<RejectedChange.OfRow> found = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            ResultSet row = statement.executeQuery(sql);
            while (row.next()) {
                RowKey key = new RowKey(
                        Objects.requireNonNull(tables.get(row.getString(1))).name(), row.getString(2));
                found.add(new RejectedChange.OfRow(key, new LoadDate(row.getLong(3)), reason(row.getString(4))));
            }
        }
        return found;
    }

    private static String reason(String target) {
        return "Another key has the same hash in " + target
                + ": the hash recipe joins the parts of a key, and these differ"
                + " only in where they are cut, or in NULL and its placeholder. Change the key at the source, then run"
                + " cdc-vault dead-letters discard for this letter";
    }

    private static String union(Collection<String> selects) {
        return selects.stream().map(select -> "(" + select + ")").collect(Collectors.joining("\nunion all\n"));
    }
}
