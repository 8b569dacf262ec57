package io.cdcvault.status;

import io.cdcvault.change.Lsn;
import java.time.Instant;

/**
 * The last refresh of a mart.
 *
 * @param at when the vault was read
 * @param ageSeconds since then, by the presentation database's clock
 * @param lsn the vault's position that the mart shows
 * @param loadDate of the newest transaction that it shows
 * @param rows that the mart has
 * @param seconds that the refresh took
 */
public record MartRefreshed(
        Instant at,
        double ageSeconds,
        Lsn lsn,
        Instant loadDate,
        long rows,
        long inserted,
        long updated,
        long deleted,
        double seconds) {}
