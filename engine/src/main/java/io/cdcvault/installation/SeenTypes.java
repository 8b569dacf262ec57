package io.cdcvault.installation;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.drift.SourceWatch;
import io.cdcvault.load.deadletter.NewsOfColumns;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.WiderTypes;
import java.util.Set;

/**
 * Knows of the source what the warehouse remembers: a column of the vault that held the type which was seen last is
 * meant to hold every value.
 */
public record SeenTypes(Installation installation) implements NewsOfColumns {

    @Override
    public void ask(TableName table, Set<String> columns, Set<String> unmapped) {}

    @Override
    public void ask(TableName table) {}

    @Override
    public boolean mustWait(TableName table, String column, String type) {
        DriftLedger.Memory memory = memory();
        return !isPresent(memory)
                || SourceWatch.type(memory, table, column)
                        .filter(seen -> WiderTypes.holds(type, seen))
                        .isPresent();
    }

    /** What the warehouse remembers. */
    public DriftLedger.Memory memory() {
        return new DriftLedger(
                        installation.settings(), installation.model().settings().schema())
                .memory();
    }

    /** Whether the model has followed all that is remembered: else the vault's column may be wider than it says. */
    public boolean isPresent(DriftLedger.Memory memory) {
        return memory.columns().equals(installation.followed());
    }
}
