package io.cdcvault.load.staging;

import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import java.util.ArrayList;
import java.util.List;

/** Changes of a table that are to be staged together. */
final class PendingRows {

    private final StagedTable table;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final RowTags tags = new RowTags();

    PendingRows(StagedTable table) {
        this.table = table;
    }

    void add(Arrival arrival) {
        arrivals.add(arrival);
        tags.add(RowTags.of(arrival.change(), table.plan().identity()));
    }

    /** All of them; none is left. */
    List<Arrival> take() {
        List<Arrival> taken = new ArrayList<>(arrivals);
        arrivals.clear();
        tags.clear();
        return taken;
    }

    /** Takes what the change's transaction did to its row before. */
    List<Arrival> takeSiblings(Arrival of) {
        List<Arrival> siblings = new ArrayList<>();
        if (!tags.mayHold(RowTags.of(of.change(), table.plan().identity()))) {
            return siblings;
        }
        for (int i = arrivals.size() - 1; i >= 0 && arrivals.get(i).loadDate().equals(of.loadDate()); i--) {
            Arrival other = arrivals.get(i);
            if (!other.isMention()
                    && RowKey.isSame(other.change(), of.change(), table.plan().identity())) {
                siblings.add(arrivals.remove(i));
            }
        }
        return siblings;
    }
}
