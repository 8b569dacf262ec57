package io.cdcvault.load.deadletter;

import io.cdcvault.schema.model.TableName;
import java.util.Set;

/** Finds out what became of a source table's columns when a change of it has others than the model. */
public interface NewsOfColumns {

    /** Nothing becomes of them. */
    NewsOfColumns NONE = (table, columns, unmapped) -> {};

    /**
     * Asks. Returns when the columns are as the model expects them, apart from what it leaves out.
     *
     * @param columns that the change has
     * @param unmapped those of them that the model neither maps nor ignores; empty when it lacks one
     * @throws io.cdcvault.failure.CdcVaultException when the model follows the source: the change is to be loaded by
     *     the model as it is then
     */
    void ask(TableName table, Set<String> columns, Set<String> unmapped);
}
