package io.cdcvault.database;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A replication slot that standbys keep in step, so that a promoted one continues its stream. */
public final class FailoverSlot {

    /** The first version that has them, as {@code server_version_num}. */
    public static final int SINCE = 170_000;

    private static final int SECONDS_TO_ANSWER = 10;

    private FailoverSlot() {}

    /**
     * Lets standbys keep the slot in step from now on. No client may stream from it.
     *
     * @throws CdcVaultException when the server does not do it
     */
    public static void make(Settings settings) {
        String slot = settings.source().slot();
        try (Connection connection = ReplicationConnection.open(settings, "failover slot", SECONDS_TO_ANSWER);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER_REPLICATION_SLOT " + Identifiers.quoted(slot) + " ( FAILOVER true )");
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_UNREACHABLE,
                    "Cannot make replication slot " + slot + " a failover slot: " + ServerMessage.withoutValues(e),
                    e);
        }
    }
}
