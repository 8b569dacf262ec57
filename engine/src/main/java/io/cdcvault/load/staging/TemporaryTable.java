package io.cdcvault.load.staging;

import io.cdcvault.load.plan.Staging;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A staging table in the loader's session: made when its first row comes, and dropped when it has not been needed for
 * long. PostgreSQL empties all of a session's staging tables at every commit that has touched one, so each that is
 * there costs something at every commit.
 */
final class TemporaryTable {

    /** An empty one costs so many commits about as much as it does to make it again. */
    private static final int IDLE_COMMITS = 200;

    private final Connection connection;
    private final Staging staging;
    private boolean isThere;
    /** Before the open transaction. */
    private boolean wasThere;

    private boolean isUsed;
    private int idle;

    TemporaryTable(Connection connection, Staging staging) {
        this.connection = connection;
        this.staging = staging;
    }

    boolean isThere() {
        return isThere;
    }

    /** Makes it, unless it is there. Outside of what may be rolled back to a savepoint. */
    void make() throws SQLException {
        isUsed = true;
        if (!isThere) {
            execute(staging.createStatement());
            isThere = true;
        }
    }

    /** Drops it if it has not been needed for long; returns whether it did. */
    boolean dropIfIdle() throws SQLException {
        boolean isToGo = isThere && idle > IDLE_COMMITS;
        if (isToGo) {
            for (String sql : staging.dropStatements()) {
                execute(sql);
            }
            isThere = false;
        }
        return isToGo;
    }

    /** The warehouse transaction has ended. */
    void transactionEnded() {
        wasThere = isThere;
        idle = isUsed ? 0 : idle + 1;
        isUsed = false;
    }

    /** What the warehouse transaction made is gone, and what it dropped is there. To be called before the end. */
    void rolledBack() {
        isThere = wasThere;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
