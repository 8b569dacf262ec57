package io.cdcvault.load;

import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.RetriedRow;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.deadletter.Rejection;
import io.cdcvault.load.deadletter.StoredText;
import io.cdcvault.load.deadletter.UnloadableChanges;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.load.staging.StagingArea;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads the dead letters of one row at a time, in a warehouse transaction of their own. */
public final class Retry {

    private final Connection connection;
    private final RetriedRow row;
    private final StagingArea stage;
    private final Bookkeeping bookkeeping;
    private final Time time;
    private final EnvelopeReader reader = new EnvelopeReader();

    /** @param warehouse connected and prepared */
    public Retry(Warehouse warehouse, FeedName feed, List<LoadPlan> plans, Policies policies, Time time) {
        this.time = time;
        this.connection = warehouse.connection();
        this.row = new RetriedRow(connection, feed.vault());
        this.bookkeeping = new Bookkeeping(connection, feed);
        this.stage = warehouse.attempt("create the staging tables", () -> {
            StagingArea made = new StagingArea(connection, feed, plans, policies, time);
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
            row.refused(e.id, StoredText.of(String.valueOf(e.getMessage())));
            connection.commit();
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            stage.rolledBack();
        }
    }

    private void load(List<Waiting> letters) throws SQLException, Refused {
        Stopwatch begun = time.stopwatch();
        stage.add(letters.stream().map(Waiting::change).toList());
        Optional<StagingArea.Parked> parked = stage.firstParked();
        if (parked.isPresent()) {
            long refused = letters.stream()
                    .filter(letter -> letter.change()
                            .origin()
                            .place()
                            .equals(parked.get().origin().place()))
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
        bookkeeping.count(added, 0, letters.size(), begun.seconds());
        row.loaded(letters.stream().map(Waiting::id).toList());
    }

    private List<Waiting> waiting(DeadLetter letter) throws SQLException, Refused {
        List<Waiting> waiting = new ArrayList<>();
        for (RetriedRow.Waiting each : row.letters(letter)) {
            if (each.isKeyless()) {
                throw new Refused(each.id(), each.reason());
            }
            waiting.add(new Waiting(each.id(), change(letter, each)));
        }
        return waiting;
    }

    private RowChange change(DeadLetter letter, RetriedRow.Waiting waiting) throws Refused {
        Origin origin = new Origin(
                waiting.recordKey().orElse(null),
                waiting.envelope().orElseGet(() -> new byte[0]),
                new Place(waiting.place(), waiting.id()));
        if (waiting.envelope().isEmpty()) {
            RowKey key = new RowKey(letter.table(), letter.rowKey().orElse("{}"));
            RowImage image = new RowImage(key.columns());
            return new RowChange(
                    letter.table(), Operation.DELETE, image, waiting.stamp(), Optional.of(waiting.lsn()), 0, origin);
        }
        try {
            return reader.read(origin, waiting.stamp(), Optional.of(waiting.lsn()));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(waiting.id(), "It is not a Debezium envelope: " + e.getMessage());
        }
    }
}
