package io.cdcvault.load;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.DeadLetterLedger;
import io.cdcvault.bookkeeping.ParkedRows;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes that were set aside, and what can be done about them. A running loader need not be stopped: it waits
 * while a row's letters are resolved. Used by one thread.
 */
public final class DeadLetters implements AutoCloseable {

    private final Warehouse warehouse;
    private final DeadLetterLedger ledger;
    private final Retry retry;

    private DeadLetters(Warehouse warehouse, String vaultSchema, Retry retry) {
        this.warehouse = warehouse;
        this.ledger = new DeadLetterLedger(warehouse.connection(), warehouse.vault(vaultSchema));
        this.retry = retry;
    }

    /**
     * Those of one vault.
     *
     * @param warehouse connected; closed with the letters
     */
    public static DeadLetters of(Warehouse warehouse, Retry retry, String vaultSchema) {
        return new DeadLetters(warehouse, vaultSchema, retry);
    }

    /**
     * In the order in which they came.
     *
     * @param resolvedToo those that were dealt with as well
     */
    public List<DeadLetter> list(boolean resolvedToo) {
        return warehouse.attempt("read the dead letters", () -> {
            List<DeadLetter> letters = ledger.isKnown() ? ledger.list(resolvedToo) : List.of();
            connection().commit();
            return letters;
        });
    }

    /**
     * What came, byte for byte.
     *
     * @param key of the record; null when it had none
     * @param envelope null when the row disappeared without a record of its own
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Content(byte @Nullable [] key, byte @Nullable [] envelope) {}

    public Content content(DeadLetter letter) {
        return warehouse.attempt("read dead letter " + letter.id(), () -> {
            DeadLetterLedger.Opened opened = ledger.open(letter.id()).orElseThrow();
            connection().commit();
            return new Content(opened.key().orElse(null), opened.envelope().orElse(null));
        });
    }

    /**
     * Loads the letters of a row, all of them and in order, each as of its own time.
     *
     * @param letter any of the row's
     * @return why the first that still cannot be loaded cannot; the row's letters are as they were then. Empty when all
     *     are loaded
     */
    public Optional<String> retry(DeadLetter letter) {
        return warehouse.attempt("retry dead letter " + letter.id(), () -> {
            lock();
            return retry.row(letter);
        });
    }

    /**
     * Gives a change up: the vault will never show it.
     *
     * @param why remembered with it
     * @return whether it was still waiting
     */
    public boolean discard(DeadLetter letter, String why) {
        return warehouse.attempt("discard dead letter " + letter.id(), () -> {
            lock();
            boolean done = ledger.discard(letter.id(), why);
            connection().commit();
            return done;
        });
    }

    @Override
    public void close() {
        warehouse.close();
    }

    /** Loaders hold the lock together, each until its transaction ends; while it is held alone they wait. */
    private void lock() throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute("set local lock_timeout = '60s'");
            statement.execute("select pg_advisory_xact_lock" + ParkedRows.LOCK);
            statement.execute("set local lock_timeout = 0");
        } catch (SQLException e) {
            if (!"55P03".equals(e.getSQLState())) {
                throw e;
            }
            throw new CdcVaultException(
                    FailureKind.DEAD_LETTER_REFUSED, "A large transaction is being loaded; try again when it is", e);
        }
    }

    private Connection connection() {
        return warehouse.connection();
    }
}
