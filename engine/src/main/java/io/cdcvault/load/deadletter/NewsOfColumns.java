package io.cdcvault.load.deadletter;

import io.cdcvault.schema.model.TableName;
import java.util.Set;

/** Finds out what became of a source table's columns when a change of it has others than the model. */
public interface NewsOfColumns {

    /** Nothing becomes of them. */
    NewsOfColumns NONE = new NewsOfColumns() {

        @Override
        public void ask(TableName table, Set<String> columns, Set<String> unmapped) {}

        @Override
        public void ask(TableName table) {}

        @Override
        public boolean mustWait(TableName table, String column, String type) {
            return false;
        }
    };

    /**
     * Asks. Returns when the columns are as the model expects them, apart from what it leaves out.
     *
     * @param columns that the change has
     * @param unmapped those of them that the model neither maps nor ignores; empty when it lacks one
     * @throws io.cdcvault.failure.CdcVaultException when the model follows the source: the change is to be loaded by
     *     the model as it is then
     */
    void ask(TableName table, Set<String> columns, Set<String> unmapped);

    /**
     * Asks about a table that the model does not have.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the model has it by now
     */
    void ask(TableName table);

    /**
     * Asks about a value that a column of the vault does not hold as it is.
     *
     * @param column of the source
     * @param type of the vault's column
     * @return whether changes with such values are to be set aside; otherwise the model has made the vault's column
     *     narrower than the source's, and the server rounds or cuts them
     * @throws io.cdcvault.failure.CdcVaultException when the model follows the source, as for {@link #ask}
     */
    boolean mustWait(TableName table, String column, String type);
}
