package io.cdcvault.bookkeeping;

import io.cdcvault.schema.model.TableName;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that was set aside.
 *
 * @param rowKey what distinguishes the row from others, as JSON; empty when the record did not say
 * @param operation as {@link io.cdcvault.change.Operation}; TRUNCATE for the row's share in a truncate or a snapshot's
 *     end
 * @param place where it stood: topic, partition and offset, or line of a file
 * @param lsn where its transaction committed
 * @param loadDate of its transaction
 * @param resolution how it was dealt with; empty while it waits
 */
public record DeadLetter(
        long id,
        TableName table,
        Optional<String> rowKey,
        String operation,
        String place,
        String reason,
        String lsn,
        Instant loadDate,
        Instant parkedAt,
        Optional<String> resolution) {}
