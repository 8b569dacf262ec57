package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.ROW_FILTER;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.Condition;

/** The row filters of the latest model: a table that has another one is read again, so that rows come and go by it. */
record RowFilters(Books books, LoadedVault vault) {

    /** The model's tables whose filter differs, with why they are read again. */
    Map<TableName, String> changed(VaultModel model) throws SQLException {
        Map<TableName, String> known = known();
        Map<TableName, String> changed = new TreeMap<>();
        for (SourceTable source : model.sources()) {
            String before = known.getOrDefault(source.table(), "");
            String now = text(source).orElse("");
            if (!before.equals(now)) {
                changed.put(
                        source.table(),
                        now.isEmpty()
                                ? "has no row filter in the model any more"
                                : "has another row filter in the model");
            }
        }
        return changed;
    }

    /** Those of the model, in the open transaction; the filter of a table that it does not have stays. */
    void remember(VaultModel model) throws SQLException {
        for (TableName table : new TreeSet<>(changed(model).keySet())) {
            books.execute(deleteFrom(ROW_FILTER)
                    .where(isOfVault())
                    .and(ROW_FILTER.SOURCE_SCHEMA.eq(table.schema()))
                    .and(ROW_FILTER.SOURCE_TABLE.eq(table.table())));
            Optional<String> now = model.source(table).flatMap(RowFilters::text);
            if (now.isPresent()) {
                books.execute(insertInto(ROW_FILTER)
                        .set(ROW_FILTER.VAULT_SCHEMA, vault.schema())
                        .set(ROW_FILTER.SOURCE, vault.source())
                        .set(ROW_FILTER.SOURCE_SCHEMA, table.schema())
                        .set(ROW_FILTER.SOURCE_TABLE, table.table())
                        .set(ROW_FILTER.CONDITION, now.get()));
            }
        }
    }

    private Map<TableName, String> known() throws SQLException {
        Map<TableName, String> known = new TreeMap<>();
        if (books.has(ROW_FILTER)) {
            books.fetch(select(ROW_FILTER.SOURCE_SCHEMA, ROW_FILTER.SOURCE_TABLE, ROW_FILTER.CONDITION)
                            .from(ROW_FILTER)
                            .where(isOfVault()))
                    .forEach(row -> known.put(new TableName(row.value1(), row.value2()), row.value3()));
        }
        return known;
    }

    private Condition isOfVault() {
        Condition isOfSchema = ROW_FILTER.VAULT_SCHEMA.eq(vault.schema());
        return vault.source().isEmpty() ? isOfSchema : isOfSchema.and(ROW_FILTER.SOURCE.eq(vault.source()));
    }

    /** Without types, which may become wider, and the names that columns have got since. */
    private static Optional<String> text(SourceTable source) {
        return source.filter().map(Expression::sql);
    }
}
