package io.cdcvault.feed;

import io.cdcvault.change.RowChange;
import java.util.ArrayList;
import java.util.List;

/** Changes that become a batch or a part of one. Used by one thread. */
public final class RowBuffer {

    private final BatchLimit limit;
    private List<RowChange> rows = new ArrayList<>();
    private long bytes;

    public RowBuffer(BatchLimit limit) {
        this.limit = limit;
    }

    public void add(RowChange row) {
        rows.add(row);
        bytes += row.origin().content().size();
    }

    public void addAll(List<RowChange> more) {
        more.forEach(this::add);
    }

    public boolean isFull() {
        return limit.isReached(rows.size(), bytes);
    }

    /** All of them, in their order; none is left. */
    public List<RowChange> take() {
        List<RowChange> taken = rows;
        rows = new ArrayList<>();
        bytes = 0;
        return taken;
    }
}
