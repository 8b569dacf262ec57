package io.cdcvault.load.deadletter;

import io.cdcvault.database.Login;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.database.Sessions;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The dead letters of a vault that wait, to be looked at: over a session that can write nothing. Thread-safe. */
public final class WaitingLetters {

    private static final String OLDEST = "select " + DeadLetter.COLUMNS + " from cdc_vault.dead_letter"
            + " where vault_schema = ? and resolved_at is null order by id limit ?";

    private static final String ONE = "select " + DeadLetter.COLUMNS + ", record_key, envelope"
            + " from cdc_vault.dead_letter where vault_schema = ? and id = ?";

    private final Settings settings;
    private final String vaultSchema;

    public WaitingLetters(Settings settings, String vaultSchema) {
        this.settings = settings;
        this.vaultSchema = vaultSchema;
    }

    /**
     * A letter and what came, byte for byte.
     *
     * @param key of the record; empty when it had none
     * @param envelope empty when the row disappeared without a record of its own
     */
    public record Opened(DeadLetter letter, Optional<byte[]> key, Optional<byte[]> envelope) {}

    /** Reads an answer of the warehouse. */
    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    /**
     * In the order in which they came.
     *
     * @param most so many at most
     * @throws CdcVaultException when the warehouse cannot be read
     */
    public List<DeadLetter> oldest(int most) {
        return query(OLDEST, most, List.of(), rows -> {
            List<DeadLetter> letters = new ArrayList<>();
            while (rows.next()) {
                letters.add(DeadLetter.of(rows));
            }
            return letters;
        });
    }

    /**
     * Whether it waits or was dealt with.
     *
     * @throws CdcVaultException when the warehouse cannot be read
     */
    public Optional<Opened> open(long id) {
        return query(
                ONE,
                id,
                Optional.empty(),
                rows -> rows.next()
                        ? Optional.of(new Opened(
                                DeadLetter.of(rows),
                                Optional.ofNullable(rows.getBytes("record_key")),
                                Optional.ofNullable(rows.getBytes("envelope"))))
                        : Optional.empty());
    }

    private <T> T query(String sql, long parameter, T none, Reading<T> reading) {
        Settings.Database warehouse = settings.warehouse();
        try (Connection connection = Sessions.open(warehouse, "letters", settings.name())) {
            readOnly(connection);
            return exist(connection) ? read(connection, sql, parameter, reading) : none;
        } catch (SQLException e) {
            throw new CdcVaultException(
                    Login.isRefused(e) ? FailureKind.WAREHOUSE_REFUSED : FailureKind.WAREHOUSE_UNREACHABLE,
                    "Cannot read the dead letters in the warehouse at " + Login.address(warehouse) + ": "
                            + ServerMessage.withoutValues(e),
                    e);
        }
    }

    private <T> T read(Connection connection, String sql, long parameter, Reading<T> reading) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, vaultSchema);
            query.setLong(2, parameter);
            try (ResultSet rows = query.executeQuery()) {
                return reading.of(rows);
            }
        }
    }

    private static void readOnly(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = on");
        }
    }

    /** Before the first load there is no bookkeeping. */
    private static boolean exist(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet known = statement.executeQuery("select to_regclass('cdc_vault.dead_letter') is not null")) {
            return known.next() && known.getBoolean(1);
        }
    }
}
