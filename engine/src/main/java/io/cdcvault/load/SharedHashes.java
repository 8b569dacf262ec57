package io.cdcvault.load;

import io.cdcvault.load.plan.SharedHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds staged changes whose key has the hash of another key. The key that the vault holds keeps its hash; of those
 * that are staged, the first does. Only what was staged as possible is looked at, so it mostly costs nothing.
 */
final class SharedHashes {

    private static final String OTHERS =
            """
            with mention as materialized (
            %s
            ), claim as (
            select * from mention union all
            %s
            )
            select source, row_key, (extract(epoch from load_date) * 1000000)::bigint, target
            from (select *, first_value(parts) over (partition by target, hash order by seq) as first from claim) as claimed
            where seq > 0 and parts is distinct from first
            order by seq""";

    private final Connection connection;

    SharedHashes(Connection connection) {
        this.connection = connection;
    }

    /** The changes that cannot be loaded, in order. */
    List<Suspect> find(Collection<StagedTable> all) throws SQLException {
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

    private List<Suspect> find(Map<String, StagedTable> tables, String sql) throws SQLException {
        List<Suspect> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                RowKey key = new RowKey(tables.get(row.getString(1)).name(), row.getString(2));
                found.add(new Suspect(key, row.getLong(3), reason(row.getString(4))));
            }
        }
        return found;
    }

    private static String reason(String target) {
        return "Another key has the same hash in " + target
                + ": the hash recipe joins the parts of a key, and these differ"
                + " only in where they are cut, or in NULL and its placeholder. Change the key at the source, then discard"
                + " the letter";
    }

    private static String union(Collection<String> selects) {
        return selects.stream().map(select -> "(" + select + ")").collect(Collectors.joining("\nunion all\n"));
    }
}
