package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.RowChange;
import io.cdcvault.load.plan.RowIdentity;
import io.cdcvault.load.row.RowKey;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that source transactions have touched, in a bounded room: a row that was added is held, and one that was not
 * is hardly ever. So what a transaction did before to a row that turns out to be bad is looked for only where there is
 * something.
 */
final class RowTags {

    private static final int BITS = 24;

    private final BitSet tags = new BitSet();

    void add(int tag) {
        tags.set((tag * 0x9E3779B9) >>> (Integer.SIZE - BITS));
    }

    boolean mayHold(int tag) {
        return tags.get((tag * 0x9E3779B9) >>> (Integer.SIZE - BITS));
    }

    void clear() {
        tags.clear();
    }

    /** The same for all changes of a row in a transaction, as {@link RowKey#isSame} decides. */
    static int of(RowChange change, RowIdentity identity) {
        byte[] key = change.origin().key();
        int row = key == null ? of(change.image().columns(), identity.columns()) : Arrays.hashCode(key);
        return 31 * row + change.stamp().loadDate().hashCode();
    }

    /** The same for all that a transaction did under a key of the vault. */
    static int of(Map<String, @Nullable String> row, List<String> key, StagedTable table, LoadDate loadDate) {
        return 31 * (31 * of(row, key) + loadDate.hashCode()) + table.name().hashCode();
    }

    private static int of(Map<String, @Nullable String> row, List<String> key) {
        int tag = 0;
        for (String column : key) {
            String text = row.get(column);
            tag = 31 * tag + (text == null ? 0 : text.hashCode());
        }
        return tag;
    }
}
