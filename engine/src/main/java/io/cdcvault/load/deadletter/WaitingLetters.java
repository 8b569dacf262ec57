package io.cdcvault.load.deadletter;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.DeadLetterLedger;
import io.cdcvault.database.Login;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The dead letters of a vault that wait, to be looked at: over a session that can write nothing. Thread-safe. */
public final class WaitingLetters {

    private final Settings settings;
    private final String vaultSchema;

    public WaitingLetters(Settings settings, String vaultSchema) {
        this.settings = settings;
        this.vaultSchema = vaultSchema;
    }

    /** Reads what the warehouse holds. */
    private interface Reading<T> {
        T of(DeadLetterLedger ledger) throws SQLException;
    }

    /**
     * In the order in which they came.
     *
     * @param most so many at most
     * @throws CdcVaultException when the warehouse cannot be read
     */
    public List<DeadLetter> oldest(int most) {
        return read(List.of(), ledger -> ledger.oldest(most));
    }

    /**
     * Whether it waits or was dealt with.
     *
     * @throws CdcVaultException when the warehouse cannot be read
     */
    public Optional<DeadLetterLedger.Opened> open(long id) {
        return read(Optional.empty(), ledger -> ledger.open(id));
    }

    private <T> T read(T none, Reading<T> reading) {
        Settings.Database warehouse = settings.warehouse();
        try (Connection connection = Sessions.open(warehouse, "letters", settings.name())) {
            readOnly(connection);
            DeadLetterLedger ledger = new DeadLetterLedger(connection, LoadedVault.of(settings, vaultSchema));
            return ledger.isKnown() ? reading.of(ledger) : none;
        } catch (SQLException e) {
            throw new CdcVaultException(
                    Login.isRefused(e) ? FailureKind.WAREHOUSE_REFUSED : FailureKind.WAREHOUSE_UNREACHABLE,
                    "Cannot read the dead letters in the warehouse at " + Login.address(warehouse) + ": "
                            + ServerMessage.withoutValues(e),
                    e);
        }
    }

    private static void readOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = on");
        }
    }
}
