package io.cdcvault.load.staging;

import io.cdcvault.bookkeeping.NewLetter;
import io.cdcvault.bookkeeping.NewLetters;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.deadletter.LetterForm;
import io.cdcvault.load.deadletter.ParkedKeys;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sets changes aside as dead letters, in the open warehouse transaction. */
final class Parking {

    private static final int CHUNK = 1_000;

    private final Connection connection;
    private final NewLetters newLetters;
    private final ParkedKeys keys;
    private final List<Letter> letters = new ArrayList<>();
    private Optional<Letter> first = Optional.empty();
    private boolean hasWritten;

    /** @param row empty when the change does not say which row it is about */
    private record Letter(Arrival arrival, Optional<RowKey> row, String reason, boolean keyless) {

        Letter committed(TransactionStamp transaction, Lsn lsn) {
            return arrival.change().stamp().equals(transaction)
                    ? new Letter(arrival.committed(lsn), row, reason, keyless)
                    : this;
        }
    }

    Parking(Connection connection, FeedName feed, ParkedKeys keys) {
        this.connection = connection;
        this.newLetters = new NewLetters(connection, feed);
        this.keys = keys;
    }

    /** Later changes of the same row are to be parked too. */
    void park(Arrival arrival, Optional<RowKey> row, String reason) throws SQLException {
        Letter letter = new Letter(arrival, row, reason, false);
        letters.add(letter);
        if (first.isEmpty() || arrival.sequence() < first.get().arrival().sequence()) {
            first = Optional.of(letter);
        }
        if (row.isPresent()) {
            keys.add(row.get());
        }
    }

    /** A row that waits for a key of its own: its later changes are not held back. */
    void parkKeyless(Arrival arrival, RowKey row, String reason) throws SQLException {
        letters.add(new Letter(arrival, Optional.of(row), reason, true));
        keys.clear(row);
        keys.keyless().add(row, 1);
    }

    /** The first that was parked since the warehouse transaction began; rows that wait for a key are left out. */
    Optional<StagingArea.Parked> first() {
        return first.map(
                letter -> new StagingArea.Parked(letter.arrival().change().origin(), letter.reason()));
    }

    /** The transaction's changes that were parked so far did not know where it would commit. */
    void setCommit(TransactionStamp transaction, Lsn lsn) throws SQLException {
        letters.replaceAll(letter -> letter.committed(transaction, lsn));
        if (hasWritten) {
            newLetters.setCommit(transaction, lsn);
        }
    }

    void forget() {
        hasWritten = false;
        letters.clear();
        first = Optional.empty();
    }

    /** So that a large transaction's letters are not held in memory. To be called between two batches of changes. */
    void writeIfMany() throws SQLException {
        if (letters.size() >= CHUNK) {
            write();
        }
    }

    /** Letters of one row are numbered in the order in which its changes came. */
    void write() throws SQLException {
        letters.sort(Comparator.comparingLong(letter -> letter.arrival().sequence()));
        for (int from = 0; from < letters.size(); from += CHUNK) {
            write(letters.subList(from, Math.min(letters.size(), from + CHUNK)));
        }
        hasWritten |= !letters.isEmpty();
        letters.clear();
    }

    private void write(List<Letter> chunk) throws SQLException {
        if (!tryInsert(chunk, LetterForm.WHOLE)) {
            for (Letter letter : chunk) {
                writeSomehow(letter);
            }
        }
    }

    /** A letter that cannot be written would stop everything behind it. */
    private void writeSomehow(Letter letter) throws SQLException {
        for (LetterForm form : LetterForm.values()) {
            if (tryInsert(List.of(letter), form)) {
                return;
            }
        }
        throw new SQLException(
                "Dead letter for " + letter.arrival().change().origin().place() + " cannot be written in any form");
    }

    /** Returns whether the server takes the letters in a form. */
    private boolean tryInsert(List<Letter> chunk, LetterForm form) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            newLetters.write(chunk.stream().map(letter -> inForm(letter, form)).toList());
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!LetterForm.mayHelp(e)) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private static NewLetter inForm(Letter letter, LetterForm form) {
        RowChange change = letter.arrival().change();
        return new NewLetter(
                form.text(change.table().schema()),
                form.text(change.table().table()),
                letter.row().map(RowKey::json).map(form::key),
                change.operation().name(),
                change.origin().key(),
                change.operation() == Operation.TRUNCATE ? null : form.envelope(change),
                form.text(change.origin().place().toString()),
                form.reason(letter.reason()),
                change.stamp(),
                change.commitLsn(),
                change.snapshot(),
                letter.keyless());
    }
}
