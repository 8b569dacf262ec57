package io.cdcvault.bookkeeping;

import java.time.Instant;

/**
 * What a refresh did.
 *
 * @param refreshedAt when the vault was read, by the presentation database's clock
 * @param vault the state that the mart now shows
 * @param rows in the table now
 * @param seconds that it took
 */
public record MartOutcome(
        Instant refreshedAt, VaultMoment vault, long rows, long inserted, long updated, long deleted, double seconds) {}
