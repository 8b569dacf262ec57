package io.cdcvault.bookkeeping;

import io.cdcvault.change.Pausable;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is paused, kept in the warehouse: so a pause outlives the service, and holds for every service of the
 * installation, whichever process asked for it.
 *
 * <p>Why: docs/decisions/0011-pauses-are-kept-in-the-warehouse.md
 */
public final class Pauses {

    private final Settings settings;

    public Pauses(Settings settings) {
        this.settings = settings;
    }

    /**
     * What is paused now.
     *
     * @throws CdcVaultException when the warehouse does not answer
     */
    public Set<Pausable> read() {
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            return warehouse.attempt("read what is paused", () -> read(warehouse.connection()));
        }
    }

    /** Idempotent, and remembers the first time. Running services follow within seconds. */
    public void pause(Pausable paused) {
        change(paused, "insert into cdc_vault.pause (installation, stage) values (?, ?) on conflict do nothing");
    }

    /** Idempotent. Running services follow within seconds. */
    public void resume(Pausable paused) {
        change(paused, "delete from cdc_vault.pause where installation = ? and stage = ?");
    }

    private void change(Pausable paused, String sql) {
        requirePausable(paused);
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.attempt("remember the pause of " + paused.word(), () -> {
                Bookkeeping.migrate(warehouse.connection());
                try (PreparedStatement statement = warehouse.connection().prepareStatement(sql)) {
                    statement.setString(1, settings.name());
                    statement.setString(2, paused.word());
                    statement.executeUpdate();
                }
                warehouse.connection().commit();
                return paused;
            });
        }
    }

    private void requirePausable(Pausable paused) {
        if (paused == Pausable.LOAD && settings.kafka().bootstrapServers().isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "Without Kafka capture and load are one stage: pause or resume capture");
        }
    }

    private Set<Pausable> read(Connection connection) throws SQLException {
        Set<Pausable> paused = EnumSet.noneOf(Pausable.class);
        if (!exists(connection)) {
            return paused;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select stage from cdc_vault.pause where installation = ?")) {
            statement.setString(1, settings.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Pausable.of(row.getString(1)).ifPresent(paused::add);
                }
            }
        }
        return paused;
    }

    /** Before the first load there is no bookkeeping. */
    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet known = statement.executeQuery("select to_regclass('cdc_vault.pause') is not null")) {
            return known.next() && known.getBoolean(1);
        }
    }
}
