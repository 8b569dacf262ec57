package io.cdcvault.mart;

import io.cdcvault.schema.model.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a mart's file says.
 *
 * @param name the file's, without {@code .sql}
 * @param target the table in the presentation database
 * @param key the columns that distinguish a row from others; may be empty when all rows are replaced
 * @param freshness how long after a refresh the mart counts as fresh
 * @param stamp a column beside those of the SELECT, that the refresh fills: the load date of the vault that a row first
 *     was as it is now
 * @param select over the vault, whose schema is in the search path
 * @param origin where the file is, for people
 */
public record MartDefinition(
        String name,
        TableName target,
        List<String> key,
        MartMode mode,
        Duration freshness,
        Optional<String> stamp,
        String select,
        String origin) {

    public MartDefinition {
        key = List.copyOf(key);
    }
}
