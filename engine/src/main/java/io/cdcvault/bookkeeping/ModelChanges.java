package io.cdcvault.bookkeeping;

import io.cdcvault.schema.evolution.ModelComparison.Difference;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes different when a vault is loaded by another model than before. In the order of names.
 *
 * @param tables created in the vault
 * @param columns added to satellites of the vault, such as {@code sat_ticket.color}
 * @param wider columns of the vault that get a type which holds more, with both types
 * @param refused columns that cannot be added, because rows are identified and hashed by them: no service starts
 * @param unfed hubs, links, satellites and columns of satellites that only earlier models feed; they stay
 * @param remapped what source tables of both models say otherwise
 * @param readAgain source tables that a snapshot reads again, and why, in the words that follow a table's name
 * @param captured source tables whose changes are loaded from now on
 * @param released source tables whose changes are no longer loaded
 */
public record ModelChanges(
        List<String> tables,
        List<String> columns,
        List<String> wider,
        List<String> refused,
        List<String> unfed,
        List<Difference> remapped,
        Map<TableName, String> readAgain,
        List<TableName> captured,
        List<TableName> released) {

    public ModelChanges {
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
        wider = List.copyOf(wider);
        refused = List.copyOf(refused);
        unfed = List.copyOf(unfed);
        remapped = List.copyOf(remapped);
        readAgain = new TreeMap<>(readAgain);
        captured = List.copyOf(captured);
        released = List.copyOf(released);
    }

    /** Whether something that was fed or loaded no longer is, or is otherwise: history before and after differ. */
    public boolean needsConsent() {
        return !unfed.isEmpty() || !released.isEmpty() || !remapped.isEmpty();
    }

    public boolean isEmpty() {
        return tables.isEmpty()
                && columns.isEmpty()
                && wider.isEmpty()
                && refused.isEmpty()
                && unfed.isEmpty()
                && remapped.isEmpty()
                && readAgain.isEmpty()
                && captured.isEmpty()
                && released.isEmpty();
    }
}
