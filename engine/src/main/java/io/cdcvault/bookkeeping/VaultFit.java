package io.cdcvault.bookkeeping;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.ddl.ExistingColumns;
import io.cdcvault.schema.model.VaultModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether a vault can become what a model says: keys that exist cannot be others. */
final class VaultFit {

    private VaultFit() {}

    /**
     * Refuses a model by which no service could load. Changes nothing.
     *
     * @throws CdcVaultException when keys of the vault lack a column, or are of another hash recipe
     */
    static void require(Connection connection, VaultModel model) throws SQLException {
        require(
                connection,
                model,
                VaultCatalog.columns(connection, model.settings().schema()));
    }

    /** @param existing of the vault's schema */
    static void require(Connection connection, VaultModel model, ExistingColumns existing) throws SQLException {
        List<String> missing = existing.missingKeys(model);
        if (!missing.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_DIFFERS,
                    "The vault " + model.settings().schema() + " was created by another model. It lacks "
                            + String.join(", ", missing));
        }
        new LoadedHash(connection, model, existing).require();
    }
}
