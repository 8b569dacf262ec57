package io.cdcvault.load.row;

import io.cdcvault.change.RowChange;
import io.cdcvault.load.plan.StagedEvent;
import java.util.Set;

/**
 * A line of the staging table.
 *
 * @param missing the staged columns that the change does not carry
 */
public record StagedRow(long sequence, RowChange change, StagedEvent event, Set<String> missing) {}
