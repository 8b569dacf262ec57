package io.cdcvault.mart;

import io.cdcvault.bookkeeping.MartLedger;
import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.bookkeeping.VaultMoment;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * One refresh of one mart. The result is staged while the vault is read; then one transaction of the presentation
 * database brings it into the table and writes down what it shows. Until that commits, readers see the mart as it was.
 *
 * <p>Why: docs/decisions/0014-marts-are-read-whole-and-merged-by-key.md
 */
final class MartRefresh {

    private final Settings settings;
    private final String vaultSchema;
    private final MartDefinition mart;
    private final Presentation presentation;
    private final MartLedger ledger;
    private final Time time;

    MartRefresh(Settings settings, String vaultSchema, MartDefinition mart, Presentation presentation, Time time) {
        this.settings = settings;
        this.vaultSchema = vaultSchema;
        this.mart = mart;
        this.presentation = presentation;
        this.time = time;
        this.ledger = new MartLedger(presentation.connection(), settings.name());
    }

    /** Waits for a refresh of the same target that is under way. */
    void begin() throws SQLException {
        ledger.createMissing();
        presentation.lock(mart);
    }

    /** Empty when the mart was never refreshed. */
    Optional<Instant> refreshedAt() throws SQLException {
        Optional<Instant> at = ledger.refreshedAt(mart.name());
        presentation.connection().commit();
        return at;
    }

    MartOutcome run(VaultReading vault) throws SQLException, IOException {
        Stopwatch begun = time.stopwatch();
        List<MartColumn> columns = vault.columns(mart.select());
        MartTable table = new MartTable(presentation.connection(), mart, columns);
        MartMerge merge = new MartMerge(mart, columns);
        Instant refreshedAt = presentation.now();
        execute(List.of(merge.stage()));
        VaultMoment moment = vault.begin();
        long rows = stage(vault);
        execute(merge.afterStaging());

        table.prepare(ledger.isOurs(mart.target()));
        MartMerge.Touched touched = merge.run(presentation.connection(), moment.loadDate());
        MartOutcome outcome = new MartOutcome(
                refreshedAt, moment, rows, touched.inserted(), touched.updated(), touched.deleted(), begun.seconds());
        ledger.succeeded(mart.name(), mart.target(), outcome);
        presentation.connection().commit();
        return outcome;
    }

    VaultReading openVault() throws SQLException {
        return VaultReading.open(settings, vaultSchema);
    }

    /** Remembers a failure, after what is open was given up. */
    void failed(String why) throws SQLException {
        presentation.connection().rollback();
        ledger.failed(mart.name(), mart.target(), why);
        presentation.connection().commit();
    }

    /** Committed by itself: other sessions cannot see a temporary table, and nothing is locked meanwhile. */
    private void execute(List<String> statements) throws SQLException {
        Connection connection = presentation.connection();
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        connection.commit();
    }

    private long stage(VaultReading vault) throws SQLException, IOException {
        Connection connection = presentation.connection();
        CopyIn copy =
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + MartMerge.STAGE + " from stdin");
        try (OutputStream into = new CopyStream(copy)) {
            long rows = vault.copy(mart.select(), into);
            copy.endCopy();
            connection.commit();
            return rows;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
