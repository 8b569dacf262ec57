package io.cdcvault.load.staging;

import io.cdcvault.bookkeeping.SourceTables;
import io.cdcvault.bookkeeping.TableGaps;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * The source tables of which PostgreSQL has not sent everything, until a snapshot has repaired them: what the vault
 * shows of their rows may be long past. A replay reads what was sent before and after, so no table of it is repaired
 * now.
 */
final class RepairedTables {

    private final Connection connection;
    private final FeedName feed;
    private final SourceTables sourceTables;
    private Optional<Set<TableName>> tables = Optional.empty();

    RepairedTables(Connection connection, FeedName feed) {
        this.connection = connection;
        this.feed = feed;
        this.sourceTables = new SourceTables(connection, feed.text());
    }

    /** To be called first in a warehouse transaction. */
    void begin() {
        tables = Optional.empty();
    }

    /** Whether it was so when this was first asked for in the warehouse transaction. */
    boolean contains(TableName table) throws SQLException {
        if (tables.isEmpty()) {
            tables = Optional.of(sourceTables.areKnown() ? sourceTables.withGap() : Set.of());
        }
        return tables.get().contains(table);
    }

    /** Has the table read again from its beginning. */
    void requestAgain(TableName table) throws SQLException {
        new TableGaps(connection, feed.text())
                .repair(table, "has a row under the key of another one, as far as is known");
    }
}
