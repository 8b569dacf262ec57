package io.cdcvault.drift;

import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.ColumnChange.TableAdded;
import io.cdcvault.schema.evolution.ColumnChange.TableDropped;

/** What became of a column of the source, and of the vault with it, in a sentence. */
public final class ColumnNews {

    private ColumnNews() {}

    /** Without a full stop. */
    public static String text(ColumnChange change) {
        String table = change.table().toString();
        if (change instanceof Added added) {
            return table + " has got the column " + added.column() + ", and " + added.satellite() + "."
                    + added.attribute() + " (" + added.type() + ") takes its values";
        }
        if (change instanceof Renamed renamed) {
            return "The column " + renamed.column() + " of " + table + " is called " + renamed.newName()
                    + " now, and feeds what it fed before";
        }
        if (change instanceof TableAdded) {
            return "The table " + table + " has come, and is loaded as init would model it";
        }
        if (change instanceof TableDropped dropped) {
            return "The table " + table + " was dropped, and its rows "
                    + (dropped.areRowsEnded() ? "end in the vault" : "stay in the vault as they were last seen");
        }
        if (change instanceof Retyped retyped && retyped.type().equals(retyped.formerType())) {
            return "The type " + retyped.type() + " of the column " + retyped.column() + " of " + table
                    + " has got values, and the vault's type has them, too";
        }
        if (change instanceof Retyped retyped) {
            String was = retyped.formerType().isEmpty() ? "" : " and was " + retyped.formerType();
            return "The column " + retyped.column() + " of " + table + " is " + retyped.type() + " now" + was
                    + ", and what it feeds becomes as wide";
        }
        return table + " has lost the column " + change.column()
                + ": what it fed keeps its history and is NULL in new versions";
    }
}
