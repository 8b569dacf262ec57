package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.COLUMN_CHANGE;
import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.MODEL_VERSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import io.cdcvault.schema.model.VaultModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The texts of the models that a vault is and was loaded by. All services of an installation use the latest.
 *
 * <p>Why: docs/decisions/0028-a-running-service-takes-another-model.md
 */
public final class ModelVersions {

    private static final String LOCK = "cdc_vault.model_version";

    private final Connection connection;
    private final Books books;
    private final String schema;

    /** @param schema the vault's */
    public ModelVersions(Connection connection, String schema) {
        this.connection = connection;
        this.books = new Books(connection);
        this.schema = schema;
    }

    /**
     * A model.
     *
     * @param number grows from one model to the next
     * @param text as its file has it
     */
    public record Version(long number, String text) {}

    /** The one in use; empty before the first service was started. */
    public Optional<Version> latest() throws SQLException {
        return books.has(MODEL_VERSION)
                ? books.first(select(MODEL_VERSION.NUMBER, MODEL_VERSION.MODEL)
                                .from(MODEL_VERSION)
                                .where(MODEL_VERSION.VAULT_SCHEMA.eq(schema))
                                .orderBy(MODEL_VERSION.NUMBER.desc())
                                .limit(inline(1)))
                        .map(row -> new Version(row.value1(), row.value2()))
                : Optional.empty();
    }

    /**
     * Makes a model the one in use, in the open transaction, unless it is; the bookkeeping must exist.
     *
     * @param model what the text says
     * @throws io.cdcvault.failure.CdcVaultException when no service could load by it: the others keep theirs
     */
    public Version use(String text, VaultModel model, String feed) throws SQLException {
        VaultFit.require(connection, model);
        books.lock(LOCK);
        Optional<Version> latest = latest();
        if (latest.filter(version -> version.text().equals(text)).isEmpty()) {
            books.execute(insertInto(MODEL_VERSION)
                    .set(MODEL_VERSION.VAULT_SCHEMA, schema)
                    .set(MODEL_VERSION.MODEL, text)
                    .set(
                            MODEL_VERSION.LOADED_LSN,
                            field(select(FEED_POSITION.APPLIED_LSN)
                                    .from(FEED_POSITION)
                                    .where(FEED_POSITION.FEED.eq(feed)))));
        }
        return latest().orElseThrow();
    }

    /** Another text whenever a model, or a column that one follows, has come to any vault of the warehouse. */
    public static String stand(Connection connection) throws SQLException {
        Books books = new Books(connection);
        return books.has(MODEL_VERSION)
                ? books.fetch(select(
                                coalesce(field(select(max(MODEL_VERSION.NUMBER)).from(MODEL_VERSION)), inline(0L)),
                                coalesce(field(select(max(COLUMN_CHANGE.NUMBER)).from(COLUMN_CHANGE)), inline(0L))))
                        .get(0)
                        .map(row -> row.get(0) + " " + row.get(1))
                : "";
    }
}
