package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.DriftRules;
import io.cdcvault.installation.Installation;
import io.cdcvault.installation.SeenTypes;
import io.cdcvault.load.deadletter.NewsOfColumns;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import java.util.Set;

/**
 * Looks at the source, over a connection of its own, when a loader meets columns that the model does not know, or
 * values that the vault does not hold. The capture's watch would see the reason too, but not always before the rows are
 * loaded.
 */
record SourceNews(Installation installation, DriftRules rules, SeenTypes seen, Time time) implements NewsOfColumns {

    /** What a loader of a running service does with what the model says nothing about. */
    static Policies policies(Installation installation, Time time) {
        DriftRules rules = installation.driftRules();
        return rules.followsAnything()
                ? installation.policies().asking(new SourceNews(installation, rules, new SeenTypes(installation), time))
                : installation.policies();
    }

    /** Columns that the source was seen with are no news, also where the loader cannot reach the source. */
    @Override
    public void ask(TableName table, Set<String> columns, Set<String> unmapped) {
        if ((rules.followsColumns(table) || rules.stopsAtDroppedKeys(table))
                && !Publishing.isKnown(installation, table, columns)) {
            learn(table, unmapped);
        }
    }

    /** Its first changes may come before the model that another process has written. */
    @Override
    public void ask(TableName table) {
        if (installation.following().model().source(table).isPresent()) {
            throw new CdcVaultException(FailureKind.SOURCE_CHANGED, "The model has the table " + table + " by now");
        }
    }

    @Override
    public boolean mustWait(TableName table, String column, String type) {
        if (!seen.isPresent(seen.memory())) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_CHANGED,
                    "The model has followed changes of the source by now, perhaps of " + table);
        }
        boolean isMisfit = seen.mustWait(table, column, type);
        if (isMisfit && rules.types(table) != Types.PARK) {
            learn(table, Set.of());
        }
        return isMisfit;
    }

    private void learn(TableName table, Set<String> unmapped) {
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "columns")) {
            new Publishing(installation, source, time).learn(table, unmapped);
        }
    }
}
