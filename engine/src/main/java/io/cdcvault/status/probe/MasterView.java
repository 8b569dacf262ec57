package io.cdcvault.status.probe;

import io.cdcvault.change.Lsn;
import io.cdcvault.status.SlotView;
import java.util.Map;
import java.util.Optional;

/**
 * The master.
 *
 * @param slotName of the slot that the installation uses, whether it exists or not
 * @param now the master's clock, in microseconds since 1970
 * @param clockAhead by how many microseconds the master's clock is ahead of this machine's
 * @param isCaptureLocked whether a service has the right to capture
 * @param awaited for which transactions the server waits before a slot that is being created can be used, in words
 * @param rows of each published table, as the master's statistics have it
 */
public record MasterView(
        String slotName,
        long now,
        long clockAhead,
        Lsn currentWal,
        boolean isCaptureLocked,
        Optional<SlotView> slot,
        Optional<String> awaited,
        Map<String, Long> rows) {

    /** Without a slot that is being created. */
    public MasterView(
            String slotName,
            long now,
            long clockAhead,
            Lsn currentWal,
            boolean isCaptureLocked,
            Optional<SlotView> slot,
            Map<String, Long> rows) {
        this(slotName, now, clockAhead, currentWal, isCaptureLocked, slot, Optional.empty(), rows);
    }
}
