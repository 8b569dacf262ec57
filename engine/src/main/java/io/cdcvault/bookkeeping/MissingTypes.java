package io.cdcvault.bookkeeping;

import io.cdcvault.database.Login;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.database.TypeDefinitions;
import io.cdcvault.database.TypeDefinitions.Definition;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.ddl.ColumnShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Makes the types that a model uses and the warehouse lacks, as the source has them.
 *
 * <p>Why: docs/decisions/0045-types-are-made-by-choice.md
 */
final class MissingTypes {

    private final Connection warehouse;
    private final Settings settings;

    MissingTypes(Connection warehouse, Settings settings) {
        this.warehouse = warehouse;
        this.settings = settings;
    }

    /** In the open transaction of the warehouse; the source is only asked when a type is missing. */
    void create(VaultModel model) throws SQLException {
        List<String> unknown = TypeDefinitions.unknown(
                warehouse,
                VaultTables.of(model).stream()
                        .flatMap(table -> table.columns().stream())
                        .map(ColumnShape::type)
                        .distinct()
                        .toList());
        if (!unknown.isEmpty()) {
            for (Definition definition : ofSource(unknown)) {
                create(definition);
            }
        }
    }

    private List<Definition> ofSource(List<String> types) {
        try (Connection source = Sessions.open(settings.source(), "types", settings.name())) {
            return TypeDefinitions.of(source, types);
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_UNREACHABLE,
                    "Cannot read the types " + String.join(", ", types) + " from the master at "
                            + Login.address(settings.source()) + ": " + ServerMessage.withoutValues(e),
                    e);
        }
    }

    /** A type that one of the others brought along, or that is there under another name in the model, is there. */
    private void create(Definition definition) throws SQLException {
        SchemaCreation.createMissing(warehouse, definition.schema());
        if (!definition.isKnown(warehouse)) {
            try (Statement statement = warehouse.createStatement()) {
                statement.execute(definition.statement());
            }
        }
    }
}
