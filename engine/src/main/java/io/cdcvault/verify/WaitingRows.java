package io.cdcvault.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.bookkeeping.DeadLetterLedger;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows whose changes wait as dead letters: what differs of them is no fault of the vault's.
 *
 * @param rows how many, by source table
 * @param keys of those that are known, as JSON objects of columns and their texts
 */
record WaitingRows(Map<TableName, Long> rows, Map<TableName, List<String>> keys) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param catalog a row whose key has columns that the source does not have any more is counted, and not looked up
     */
    static WaitingRows read(ReadSession session, LoadedVault vault, ComparedCatalog catalog) {
        Map<TableName, Long> rows = new LinkedHashMap<>();
        Map<TableName, List<String>> keys = new LinkedHashMap<>();
        for (DeadLetterLedger.WaitingRow row : session.ask("read the dead letters", waiting(vault))) {
            // A letter that does not name its row is one by itself.
            rows.merge(row.table(), row.key().isPresent() ? 1L : row.letters(), Long::sum);
            row.key()
                    .filter(key -> catalog.hasColumns(row.table(), columns(key)))
                    .ifPresent(key -> keys.computeIfAbsent(row.table(), each -> new ArrayList<>())
                            .add(key));
        }
        return new WaitingRows(rows, keys);
    }

    private static ReadSession.Question<List<DeadLetterLedger.WaitingRow>> waiting(LoadedVault vault) {
        return connection -> {
            DeadLetterLedger ledger = new DeadLetterLedger(connection, vault);
            return ledger.isKnown() ? ledger.rows() : List.of();
        };
    }

    /** Digests of a comparison's keys that belong to such rows, on either side. */
    Set<String> explained(Comparison comparison, KeySpelling spelling, ReadSession source, ReadSession vault) {
        Set<String> explained = new HashSet<>();
        byColumns(comparison.source()).forEach((columns, some) -> {
            explained.addAll(digests(source, comparison, comparison.keysOfSourceRows(columns, spelling), some));
            comparison
                    .keysOfVaultRows(columns, spelling)
                    .ifPresent(sql -> explained.addAll(digests(vault, comparison, sql, some)));
        });
        return explained;
    }

    private Map<List<String>, List<String>> byColumns(TableName table) {
        Map<List<String>, List<String>> byColumns = new LinkedHashMap<>();
        keys.getOrDefault(table, List.of()).forEach(key -> byColumns
                .computeIfAbsent(columns(key), each -> new ArrayList<>())
                .add(key));
        return byColumns;
    }

    private static Set<String> digests(ReadSession session, Comparison comparison, String sql, List<String> some) {
        return session.query(
                "read waiting rows of " + comparison.table(),
                sql,
                rows -> {
                    Set<String> digests = new HashSet<>();
                    while (rows.next()) {
                        digests.add(rows.getString(1));
                    }
                    return digests;
                },
                some);
    }

    private static List<String> columns(String key) {
        try {
            return List.copyOf(JSON.readValue(key, new TypeReference<TreeMap<String, @Nullable String>>() {})
                    .keySet());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a row's key", e);
        }
    }
}
