package io.cdcvault.verify;

import io.cdcvault.database.Identifiers;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.collect.CatchUp;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.time.Duration;

/** A session on the master and one on its replica. The replica's never sees an earlier moment than the master's. */
record ReplicaPair(Settings settings, ReadSession master, ReadSession replica, Duration patience, Time time)
        implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);

    static ReplicaPair open(Settings settings, Settings.Database replica, Duration patience, Time time) {
        ReadSession onMaster = ReadSession.open(ReadSession.Database.MASTER, settings.source(), settings.name());
        try {
            return new ReplicaPair(
                    settings,
                    onMaster,
                    ReadSession.open(ReadSession.Database.REPLICA, replica, settings.name()),
                    patience,
                    time);
        } catch (RuntimeException e) {
            onMaster.close();
            throw e;
        }
    }

    /** Both see the present: first the master, then the replica as soon as it holds at least what the master shows. */
    void moveOn() {
        master.moveOn();
        String written = text(master, "select pg_current_wal_insert_lsn()::text");
        // Writes a commit, which makes the server flush, and so send, all before it.
        CatchUp.mark(settings);
        Deadline patienceEnds = time.deadline(patience);
        while (!text(replica, "select (pg_last_wal_replay_lsn() >= " + Identifiers.literal(written) + "::pg_lsn)::text")
                .equals("true")) {
            if (patienceEnds.isPast()) {
                throw new CdcVaultException(
                        FailureKind.SOURCE_UNREACHABLE,
                        "The replica has not replayed the master's WAL up to " + written);
            }
            pause();
            replica.moveOn();
        }
        replica.moveOn();
    }

    @Override
    public void close() {
        master.close();
        replica.close();
    }

    private static String text(ReadSession session, String sql) {
        return session.query("read the position", sql, row -> {
            row.next();
            return String.valueOf(row.getString(1));
        });
    }

    private void pause() {
        try {
            time.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CdcVaultException(FailureKind.SOURCE_UNREACHABLE, "Interrupted while waiting for the replica", e);
        }
    }
}
