package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.COMPARED_MODEL;
import static io.cdcvault.bookkeeping.schema.Tables.MODEL_VERSION;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.evolution.ModelComparison;
import io.cdcvault.schema.evolution.ModelComparison.Difference;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelProblemsException;
import io.cdcvault.schema.reading.ModelReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What models of a vault say otherwise than those before them. All are compared as they follow the source: a column
 * that has another name there is the same one.
 *
 * <p>Why: docs/decisions/0042-what-changes-meaning-needs-a-yes.md
 */
record ModelMeaning(Connection connection, LoadedVault vault) {

    /** The model in use; empty before the first start, and where another version of the product wrote it. */
    Optional<VaultModel> inUse() throws SQLException {
        List<ColumnChange> changes = new ColumnLedger(connection, vault).changes();
        return new ModelVersions(connection, vault.schema())
                .latest()
                .flatMap(latest -> followed(latest.text(), changes));
    }

    /**
     * The tables that a model feeds the vault from otherwise than the one that the vault was loaded by last, with why
     * they are read again. The model is the last one from then on, in the open transaction.
     */
    Map<TableName, String> remember(VaultModel model) throws SQLException {
        Books books = new Books(connection);
        Optional<ModelVersions.Version> latest = new ModelVersions(connection, vault.schema()).latest();
        Optional<Long> last = books.first(select(COMPARED_MODEL.NUMBER)
                        .from(COMPARED_MODEL)
                        .where(COMPARED_MODEL.VAULT_SCHEMA.eq(vault.schema()))
                        .and(COMPARED_MODEL.SOURCE.eq(vault.source())))
                .map(row -> row.value1());
        Optional<Long> number = latest.map(ModelVersions.Version::number);
        if (number.isEmpty() || number.equals(last)) {
            return Map.of();
        }
        List<ColumnChange> changes = new ColumnLedger(connection, vault).changes();
        if (!followed(latest.get().text(), changes).equals(Optional.of(model))) {
            // It is not the latest any more, and is replaced in a moment.
            return Map.of();
        }
        Map<TableName, String> otherwise = new TreeMap<>();
        if (last.isPresent()) {
            Optional<VaultModel> former = books.first(
                            select(MODEL_VERSION.MODEL).from(MODEL_VERSION).where(MODEL_VERSION.NUMBER.eq(last.get())))
                    .flatMap(row -> followed(row.value1(), changes));
            former.map(each -> ModelComparison.between(each, model)).orElse(List.of()).stream()
                    .filter(Difference::isReadAgain)
                    .forEach(each -> otherwise.merge(
                            each.table(),
                            "is mapped otherwise in the model: " + each.what(),
                            (words, more) -> words + ", " + each.what()));
        }
        books.execute(insertInto(COMPARED_MODEL)
                .set(COMPARED_MODEL.VAULT_SCHEMA, vault.schema())
                .set(COMPARED_MODEL.SOURCE, vault.source())
                .set(COMPARED_MODEL.NUMBER, number.get())
                .onConflict(COMPARED_MODEL.VAULT_SCHEMA, COMPARED_MODEL.SOURCE)
                .doUpdate()
                .set(COMPARED_MODEL.NUMBER, number.get()));
        return otherwise;
    }

    /** Empty when another version of the product wrote the text, and this one cannot read it. */
    private Optional<VaultModel> followed(String text, List<ColumnChange> changes) {
        try {
            VaultModel read = ModelReader.read(text, "a former model");
            return Optional.of(Evolution.of(vault.source().isEmpty() ? read : read.ofSource(vault.source()), changes));
        } catch (ModelProblemsException e) {
            return Optional.empty();
        }
    }
}
