package io.cdcvault.init;

import static java.util.stream.Collectors.joining;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogReader;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.Selection;
import io.cdcvault.database.Login;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.drift.FactsReader;
import io.cdcvault.drift.MappedTable;
import io.cdcvault.drift.Obstacle;
import io.cdcvault.drift.Obstacles;
import io.cdcvault.drift.TableFacts;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.derive.Choices;
import io.cdcvault.init.derive.Derivation;
import io.cdcvault.init.derive.DerivedModel;
import io.cdcvault.init.derive.KeyQuestion;
import io.cdcvault.init.write.ModelText;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelProblemsException;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model that was derived from a source's catalog.
 *
 * @param text YAML, which reads as the model
 * @param questions what a person who knows the source may decide otherwise
 * @param warnings what keeps the service from capturing a table as it is, and the statement that helps
 */
public record FirstModel(String text, DerivedModel derived, List<KeyQuestion> questions, List<String> warnings) {

    private static final String ROLE = "init";

    public FirstModel {
        questions = List.copyOf(questions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a source's catalog, which changes nothing there, and derives a model that the language and the service
     * accept.
     *
     * @param hash the hash recipe's name
     * @throws CdcVaultException when the source cannot be read, or has no table that can be loaded
     */
    public static FirstModel of(Settings.Database source, Selection selection, String hash) {
        return of(source, selection, Choices.of(hash));
    }

    /**
     * The same, with what a person has decided.
     *
     * @throws CdcVaultException when the source cannot be read, or has no table that can be loaded
     */
    public static FirstModel of(Settings.Database source, Selection selection, Choices choices) {
        try (Connection connection = Sessions.open(source, ROLE, ROLE)) {
            return read(connection, source, CatalogReader.read(connection, selection), choices);
        } catch (SQLException e) {
            throw new CdcVaultException(
                    Login.isRefused(e) ? FailureKind.SOURCE_REFUSED : FailureKind.SOURCE_UNREACHABLE,
                    "Cannot read the catalog of " + Login.address(source) + ": " + ServerMessage.withoutValues(e),
                    e);
        }
    }

    private static FirstModel read(Connection connection, Settings.Database source, Catalog catalog, Choices choices)
            throws SQLException {
        DerivedModel derived = Derivation.of(catalog, choices);
        if (derived.model().sources().isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_NOT_READY,
                    "No table of " + Login.address(source) + " can be loaded"
                            + derived.leftOut().stream()
                                    .map(each -> "\n  " + each.table() + " " + each.reason() + ": " + each.remedy())
                                    .collect(joining()));
        }
        String text = ModelText.of(derived);
        requireSame(derived.model(), text);
        return new FirstModel(
                text,
                derived,
                Derivation.questions(catalog, choices),
                warnings(connection, source, catalog, derived.model()));
    }

    /** What is written must be read as it was meant. */
    private static void requireSame(VaultModel model, String text) {
        try {
            if (!ModelReader.read(text, "derived from the catalog").equals(model)) {
                throw new CdcVaultException(FailureKind.DEFECT, "The derived model is read as another one");
            }
        } catch (ModelProblemsException e) {
            throw new CdcVaultException(FailureKind.DEFECT, "The derived model has problems: " + e.getMessage(), e);
        }
    }

    /** What the service would refuse; of a table whose rows are hidden from this user that is expected. */
    private static List<String> warnings(
            Connection connection, Settings.Database source, Catalog catalog, VaultModel model) throws SQLException {
        List<TableName> tables =
                model.sources().stream().map(SourceTable::table).toList();
        Set<TableName> hidden = catalog.tables().stream()
                .filter(CatalogTable::isHidden)
                .map(CatalogTable::name)
                .collect(Collectors.toSet());
        Map<TableName, TableFacts> facts = FactsReader.read(connection, "", tables);
        Obstacles rules = new Obstacles("", source.user(), tables, 0);
        List<String> warnings = new ArrayList<>();
        for (MappedTable table :
                Installation.mappedTables(new LoadPlanCompiler(model, VaultSchema.of(model)).compileAll())) {
            TableFacts known = facts.get(table.name());
            List<Obstacle> found = known == null ? List.of() : rules.rows(table, known);
            found.forEach(each -> warnings.add(table.name() + " " + each.reason() + "; run: " + each.remedy()));
            if (!found.isEmpty() && !hidden.contains(table.name())) {
                throw new CdcVaultException(
                        FailureKind.DEFECT, "The derived model would be refused: " + warnings.get(warnings.size() - 1));
            }
        }
        return warnings;
    }
}
