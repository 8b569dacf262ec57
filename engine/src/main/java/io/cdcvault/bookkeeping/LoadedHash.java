package io.cdcvault.bookkeeping;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.ddl.ExistingColumns;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.VaultModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The hash recipe that a vault was loaded with, as one row of each hub shows it. */
final class LoadedHash {

    private final Connection connection;
    private final VaultModel model;
    private final List<Hub> hubs;

    /** @param existing of the vault's schema */
    LoadedHash(Connection connection, VaultModel model, ExistingColumns existing) {
        this.connection = connection;
        this.model = model;
        this.hubs =
                model.hubs().stream().filter(hub -> existing.has(hub.name())).toList();
    }

    /**
     * Refuses a model with another recipe: each key that comes again would be another.
     *
     * @throws CdcVaultException when a known recipe other than the model's has made a hub's key
     */
    void require() throws SQLException {
        String wanted = model.settings().hash();
        HashAlgorithm algorithm = model.settings().algorithm();
        for (Hub hub : hubs) {
            if (isMadeBy(HashRecipe.named(wanted, algorithm), hub)) {
                return;
            }
        }
        for (Hub hub : hubs) {
            Optional<String> found = recipeOf(hub);
            if (found.isPresent()) {
                throw new CdcVaultException(
                        FailureKind.WAREHOUSE_DIFFERS,
                        "The keys of " + hub.name() + " in the vault "
                                + model.settings().schema()
                                + " are of another hash recipe than the model's, " + words(wanted, algorithm)
                                + "; for this vault, set vault.hash to " + found.get());
            }
        }
    }

    private Optional<String> recipeOf(Hub hub) throws SQLException {
        for (String name : HashRecipe.names()) {
            for (HashAlgorithm algorithm : HashAlgorithm.values()) {
                if (isMadeBy(HashRecipe.named(name, algorithm), hub)) {
                    return Optional.of(words(name, algorithm));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isMadeBy(HashRecipe recipe, Hub hub) throws SQLException {
        Table<Record> one = DSL.select()
                .from(DSL.table(DSL.name(model.settings().schema(), hub.name())))
                .limit(DSL.inline(1))
                .asTable("one");
        Field<Object> key = of(model.settings().naming().hashKey(hub));
        Field<?> made = recipe.key(
                hub.businessKey().stream().map(column -> of(column.name())).toList());
        return !new Books(connection)
                .fetch(DSL.selectOne().from(one).where(DSL.condition("{0} = {1}", key, made)))
                .isEmpty();
    }

    private static Field<Object> of(String column) {
        return DSL.field(DSL.name("one", column), Object.class);
    }

    private static String words(String recipe, HashAlgorithm algorithm) {
        return "{recipe: " + recipe + ", algorithm: " + algorithm.name().toLowerCase(Locale.ROOT) + "}";
    }
}
