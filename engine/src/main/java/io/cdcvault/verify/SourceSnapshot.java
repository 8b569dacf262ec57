package io.cdcvault.verify;

import io.cdcvault.change.Lsn;
import io.cdcvault.database.ExportedSnapshot;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.time.Duration;

/** The master as it stood at one position of its WAL, for as long as this is open. */
public final class SourceSnapshot implements AutoCloseable {

    private final ReadSession session;
    private final Lsn lsn;

    private SourceSnapshot(ReadSession session, Lsn lsn) {
        this.session = session;
        this.lsn = lsn;
    }

    /**
     * Takes a snapshot, as soon as the transactions that are writing have ended.
     *
     * @throws CdcVaultException when the master cannot give one within the patience
     */
    public static SourceSnapshot take(Settings settings, Duration patience, Time time) {
        ReadSession session = ReadSession.open(ReadSession.Database.MASTER, settings.source(), settings.name());
        try (ExportedSnapshot exported = ExportedSnapshot.take(settings, "verify", patience, time)) {
            exported.giveTo(session.connection());
            return new SourceSnapshot(session, exported.lsn());
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Transactions whose commit record ends here or before are in the snapshot, and no others. */
    public Lsn lsn() {
        return lsn;
    }

    ReadSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
    }
}
