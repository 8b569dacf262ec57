package io.cdcvault.road;

import java.sql.SQLException;
import java.time.Duration;

/**
 * When it is worth comparing a vault with its source: reading all of both takes the machine's time from the service
 * that is waited for. So only when the loaders have come to rest, and not again at once where nothing was loaded since.
 */
final class LoadPace {

    private static final long BETWEEN_COMPARISONS = Duration.ofSeconds(1).toNanos();

    private static final String POSITIONS =
            """
            select coalesce(string_agg(position::text, ' ' order by position::text), '') from (
              select position from cdc_vault.feed_position union all
              select position from cdc_vault.partition_position) as positions""";

    private final Road road;
    private String seen = "not looked at yet";
    private String compared = "not compared yet";
    private long comparedAt;

    LoadPace(Road road) {
        this.road = road;
    }

    /** Whether to compare now; the caller does. */
    boolean isComparable() {
        String positions = positions();
        boolean atRest = positions.equals(seen);
        seen = positions;
        long now = System.nanoTime();
        if (!atRest || (positions.equals(compared) && now - comparedAt < BETWEEN_COMPARISONS)) {
            return false;
        }
        compared = positions;
        comparedAt = now;
        return true;
    }

    private String positions() {
        try {
            return String.join("", road.inVault(POSITIONS));
        } catch (SQLException notYet) {
            return "";
        }
    }
}
