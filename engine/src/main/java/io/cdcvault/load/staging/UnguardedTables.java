package io.cdcvault.load.staging;

import io.cdcvault.bookkeeping.SourceTables;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * The source tables in which nothing guards what identifies a row in the model: the capture records that before the
 * first change of a table is published, and whenever a unique key comes or goes.
 */
final class UnguardedTables {

    private static final Duration REST = Duration.ofSeconds(5);

    private final SourceTables sourceTables;
    private final Time time;
    private Set<TableName> tables = Set.of();
    private boolean isInstalled;
    private Deadline rest;

    UnguardedTables(Connection connection, FeedName feed, Time time) {
        this.time = time;
        this.rest = time.deadline(Duration.ZERO);
        this.sourceTables = new SourceTables(connection, feed.ofCapture());
    }

    /** To be called in a warehouse transaction; looks again now and then. */
    void refresh() throws SQLException {
        if (rest.isPast() && isInstalled()) {
            rest = time.deadline(REST);
            tables = sourceTables.unguarded();
        }
    }

    boolean contains(TableName table) {
        return tables.contains(table);
    }

    private boolean isInstalled() throws SQLException {
        isInstalled = isInstalled || sourceTables.areKnown();
        return isInstalled;
    }
}
