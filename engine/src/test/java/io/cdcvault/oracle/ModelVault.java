package io.cdcvault.oracle;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.SkippedHistory;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.time.Time;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A vault of any model in the schema {@code Orders Vault}, loaded a batch at a time. */
final class ModelVault {

    private final OrdersVault vault;

    ModelVault(PostgresServer dwh, String yaml) {
        this.vault = new OrdersVault(dwh, ModelReader.read(yaml, "model.yaml"));
    }

    PostgresServer dwh() {
        return vault.dwh();
    }

    void recreate() throws SQLException {
        vault.recreate();
    }

    /** All in one batch. */
    void load(RowChange... changes) {
        load(List.of(changes), false);
    }

    void load(List<RowChange> changes, boolean endsSnapshot) {
        load(changes, endsSnapshot, Optional.empty());
    }

    /** The last of the changes is followed by the end of a table's snapshot. */
    void loadWithTheEndOf(TableSnapshot snapshot, RowChange... changes) {
        load(List.of(changes), false, Optional.of(snapshot));
    }

    /** The topics lost records of a table up to a transaction. */
    void skipLost(TableName table, long transaction) {
        Checkpoint next =
                new Checkpoint("{}", new TransactionStamp(transaction, transaction), new Lsn(transaction), 1, 0, false);
        new SkippedHistory(vault.settings(), vault.feed()).skip(next, false, List.of(), List.of(table));
    }

    private void load(List<RowChange> changes, boolean endsSnapshot, Optional<TableSnapshot> tableSnapshot) {
        try (VaultLoader loader = new VaultLoader(
                Warehouse.connect(vault.settings()), vault.feed(), vault.plans(), OrdersVault.PARKING, Time.system())) {
            TransactionStamp stamp = changes.get(changes.size() - 1).stamp();
            Checkpoint checkpoint =
                    new Checkpoint("{}", stamp, new Lsn(stamp.number().value()), 1, changes.size(), endsSnapshot);
            loader.load(new ChangeBatch(changes, Optional.of(checkpoint.ending(tableSnapshot))));
        }
    }

    DeadLetters deadLetters() {
        return vault.deadLetters();
    }

    /** Those that wait. */
    List<DeadLetter> letters() {
        try (DeadLetters letters = vault.deadLetters()) {
            return letters.list(false);
        }
    }

    /** How all letters were dealt with, in order; {@code waits} for those that were not. */
    List<String> resolutions() {
        try (DeadLetters letters = vault.deadLetters()) {
            return letters.list(true).stream()
                    .map(letter -> letter.resolution().orElse("waits"))
                    .toList();
        }
    }

    void execute(String... statements) throws SQLException {
        vault.execute(statements);
    }

    /** The first column. */
    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = vault.dwh().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = \"Orders Vault\"");
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    rows.add(row.getString(1));
                }
            }
        }
        return rows;
    }
}
