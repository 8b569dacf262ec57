package io.cdcvault.capture.snapshot;

import io.cdcvault.change.TableSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which tables' snapshots are asked for, and what holds up the one under way. Thread-safe. */
public final class WantedSnapshots {

    private volatile Optional<List<TableSnapshot>> wanted = Optional.empty();
    private volatile Optional<String> obstacle = Optional.empty();

    /** All that are asked for and not finished. */
    public void update(Collection<TableSnapshot> all) {
        wanted = Optional.of(List.copyOf(all));
    }

    /** Why the snapshot under way does not continue at the moment. */
    public Optional<String> obstacle() {
        return obstacle;
    }

    /** Empty until the first call. */
    public Optional<List<TableSnapshot>> wanted() {
        return wanted;
    }

    public void isHeldUpBy(String what) {
        obstacle = Optional.of(what);
    }

    public void goesOn() {
        obstacle = Optional.empty();
    }
}
