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
 * something. A batch may have one of these for each of hundreds of tables, so a few rows take little room.
 */
final class RowTags {

    private static final int BITS = 24;
    private static final int FIRST_ROOM = 16;

    /** So many tags take less room one by one than all bits do. */
    private static final int MOST_ROOM = 1 << 16;

    /** A hash table of tags, half of it free at least; zero is free. Unused once there are bits. */
    private int[] few = new int[0];

    private int size;
    private @Nullable BitSet many;

    void add(int tag) {
        int spread = spread(tag);
        if (many == null && 2 * (size + 1) > few.length) {
            grow();
        }
        if (many != null) {
            many.set(bit(spread));
        } else if (place(few, spread)) {
            size++;
        }
    }

    boolean mayHold(int tag) {
        int spread = spread(tag);
        return many != null ? many.get(bit(spread)) : few.length > 0 && few[slot(few, spread)] == spread;
    }

    void clear() {
        few = new int[0];
        size = 0;
        many = null;
    }

    private void grow() {
        int[] before = few;
        if (before.length >= MOST_ROOM) {
            BitSet bits = new BitSet(1 << BITS);
            Arrays.stream(before).filter(spread -> spread != 0).forEach(spread -> bits.set(bit(spread)));
            many = bits;
            few = new int[0];
            return;
        }
        few = new int[Math.max(FIRST_ROOM, 2 * before.length)];
        for (int spread : before) {
            if (spread != 0) {
                place(few, spread);
            }
        }
    }

    /** Whether it was not there. */
    private static boolean place(int[] table, int spread) {
        int slot = slot(table, spread);
        boolean isNew = table[slot] != spread;
        table[slot] = spread;
        return isNew;
    }

    /** Where it is, or where it may be put. */
    private static int slot(int[] table, int spread) {
        int slot = spread & (table.length - 1);
        while (table[slot] != 0 && table[slot] != spread) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    /** Never zero. */
    private static int spread(int tag) {
        int spread = tag * 0x9E3779B9;
        int folded = spread ^ (spread >>> (Integer.SIZE - BITS));
        return folded == 0 ? 1 : folded;
    }

    private static int bit(int spread) {
        return spread >>> (Integer.SIZE - BITS);
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
