package io.cdcvault.load;

import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.DeadLetter;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.deadletter.StoredText;
import io.cdcvault.load.deadletter.UnloadableChanges;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.load.staging.StagingArea;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads the dead letters of one row at a time, in a warehouse transaction of their own. */
public final class Retry {

    private static final String ROW =
            """
            select id, operation, record_key, envelope, place, transaction_number,
              (extract(epoch from load_date) * 1000000)::bigint, lsn::text, keyless, reason
            from cdc_vault.dead_letter
            where resolved_at is null and vault_schema = ? and source_schema = ? and source_table = ?
              and (hashtextextended(row_key, 0) = hashtextextended(?, 0) and row_key = ? and not keyless or id = ?)
            order by id""";

    private static final String RESOLVE =
            """
            update cdc_vault.dead_letter set resolved_at = clock_timestamp(), resolution = 'loaded'
            where id = any(?)""";

    private static final String BLAME =
            "update cdc_vault.dead_letter set reason = ? where id = ? and resolved_at is null";

    private final Connection connection;
    private final FeedName feed;
    private final StagingArea stage;
    private final Bookkeeping bookkeeping;
    private final EnvelopeReader reader = new EnvelopeReader();

    /** @param warehouse connected and prepared */
    public Retry(Warehouse warehouse, FeedName feed, List<LoadPlan> plans, Policies policies) {
        this.connection = warehouse.connection();
        this.feed = feed;
        this.bookkeeping = new Bookkeeping(connection, feed);
        this.stage = warehouse.attempt("create the staging tables", () -> {
            StagingArea made = new StagingArea(connection, feed, plans, policies);
            connection.commit();
            return made;
        });
    }

    private record Waiting(long id, RowChange change) {}

    /** A letter of the row cannot be loaded. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final long id;

        Refused(long id, String why) {
            super(why);
            this.id = id;
        }
    }

    /** In a transaction that holds the lock on the dead letters; ends it. */
    Optional<String> row(DeadLetter letter) throws SQLException {
        try {
            List<Waiting> letters = waiting(letter);
            load(letters);
            connection.commit();
            return Optional.empty();
        } catch (Refused e) {
            connection.rollback();
            blame(e);
            connection.commit();
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            stage.rolledBack();
        }
    }

    private void load(List<Waiting> letters) throws SQLException, Refused {
        long begun = System.nanoTime();
        stage.add(letters.stream().map(Waiting::change).toList());
        Optional<StagingArea.Parked> parked = stage.firstParked();
        if (parked.isPresent()) {
            long refused = letters.stream()
                    .filter(letter ->
                            letter.change().origin().equals(parked.get().origin()))
                    .findFirst()
                    .orElseThrow()
                    .id();
            throw new Refused(refused, parked.get().reason());
        }
        Map<String, Long> added;
        try {
            added = stage.load();
        } catch (UnloadableChanges e) {
            throw new Refused(letters.get(0).id(), e.rejected().get(0).reason());
        } catch (SQLException e) {
            if (!Rejection.isAboutAValue(e)) {
                throw e;
            }
            throw new Refused(letters.get(0).id(), String.valueOf(e.getMessage()));
        }
        bookkeeping.count(added, 0, letters.size(), (System.nanoTime() - begun) / 1e9);
        resolve(letters);
    }

    private List<Waiting> waiting(DeadLetter letter) throws SQLException, Refused {
        List<Waiting> waiting = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(ROW)) {
            query.setString(1, feed.vaultSchema());
            query.setString(2, letter.table().schema());
            query.setString(3, letter.table().table());
            query.setString(4, letter.rowKey().orElse(null));
            query.setString(5, letter.rowKey().orElse(null));
            query.setLong(6, letter.id());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(9)) {
                        throw new Refused(row.getLong(1), row.getString(10));
                    }
                    waiting.add(new Waiting(row.getLong(1), change(letter, row)));
                }
            }
        }
        return waiting;
    }

    private RowChange change(DeadLetter letter, ResultSet row) throws SQLException, Refused {
        TransactionStamp stamp = new TransactionStamp(row.getLong(6), row.getLong(7));
        Lsn lsn = Lsn.parse(row.getString(8));
        byte[] envelope = row.getBytes(4);
        Origin origin = new Origin(
                row.getBytes(3),
                envelope == null ? new byte[0] : envelope,
                new Place(row.getString(5), row.getLong(1)));
        if (envelope == null) {
            RowKey key = new RowKey(letter.table(), letter.rowKey().orElse("{}"));
            return new RowChange(letter.table(), Operation.DELETE, new RowImage(key.columns()), stamp, lsn, 0, origin);
        }
        try {
            return reader.read(origin, stamp, lsn);
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(row.getLong(1), "It is not a Debezium envelope: " + e.getMessage());
        }
    }

    private void resolve(List<Waiting> letters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RESOLVE)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", letters.stream().map(Waiting::id).toArray()));
            update.executeUpdate();
        }
    }

    private void blame(Refused refused) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(BLAME)) {
            update.setString(1, StoredText.of(String.valueOf(refused.getMessage())));
            update.setLong(2, refused.id);
            update.executeUpdate();
        }
    }
}
