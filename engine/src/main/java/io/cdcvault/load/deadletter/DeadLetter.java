package io.cdcvault.load.deadletter;

import io.cdcvault.schema.model.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
        Optional<String> resolution) {

    public static final String COLUMNS =
            "id, source_schema, source_table, row_key, operation, place, reason, lsn::text, load_date, parked_at, resolution";

    public static DeadLetter of(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong(1),
                new TableName(row.getString(2), row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString(11)));
    }
}
