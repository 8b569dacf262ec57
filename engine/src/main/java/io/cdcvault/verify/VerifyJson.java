package io.cdcvault.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.schema.model.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a verification showed as JSON, for programs. */
public final class VerifyJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private VerifyJson() {}

    /** One object, on one line. */
    public static String of(VerifyReport report) {
        return written(object(report));
    }

    /** The same as names and values. */
    public static Map<String, @Nullable Object> object(VerifyReport report) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("equal", report.isEqual());
        all.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
        all.put("lsn", report.lsn().toString());
        all.put("waiting", report.waiting());
        all.put("dropped", report.dropped().stream().map(TableName::toString).toList());
        all.put("differences", report.differences());
        all.put("explained", report.explained());
        all.put("violations", report.violations());
        all.put("comparisons", comparisons(report.comparisons()));
        all.put("rules", report.rules().stream().map(VerifyJson::rule).toList());
        all.put("replica", comparisons(report.replica()));
        return all;
    }

    /** One object, on one line. */
    public static String of(VaultDigest digest) {
        Map<String, Object> tables = new LinkedHashMap<>();
        digest.tables()
                .forEach(table -> tables.put(table.name(), Map.of("rows", table.rows(), "digest", table.digest())));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("digest", digest.all());
        all.put("tables", tables);
        return written(all);
    }

    private static List<Map<String, @Nullable Object>> comparisons(List<ComparisonResult> results) {
        return results.stream().map(VerifyJson::comparison).toList();
    }

    private static Map<String, @Nullable Object> comparison(ComparisonResult result) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("table", result.table());
        all.put("subject", result.subject());
        all.put("rows", result.rows());
        all.put("missing", result.missing());
        all.put("surplus", result.surplus());
        all.put("changed", result.changed());
        all.put("explained", result.explained());
        all.put("examples", result.examples().stream().map(VerifyJson::example).toList());
        return all;
    }

    private static Map<String, @Nullable Object> example(Difference difference) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        difference.columns().forEach((column, pair) -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("source", pair.source().orElse(null));
            values.put("vault", pair.vault().orElse(null));
            columns.put(column, values);
        });
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
        all.put("key", difference.key());
        all.put("columns", columns);
        all.put("explained", difference.isExplained());
        return all;
    }

    private static Map<String, @Nullable Object> rule(RuleResult result) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("table", result.table());
        all.put("rule", result.rule());
        all.put("violations", result.violations());
        all.put("examples", result.examples());
        return all;
    }

    private static String written(Map<String, @Nullable Object> all) {
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, texts and numbers are always JSON", e);
        }
    }
}
