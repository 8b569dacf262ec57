package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.LostRange;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.database.SourceServer;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.util.Optional;

/**
 * Holds the server against the one that the stored changes came from, before a capture begins. A slot of ours on a
 * promoted standby that lagged, or on a restored backup, streams as if nothing were missing.
 */
public final class ServerCheck {

    private final SourceServer server;
    private final String address;

    public ServerCheck(SourceServer server) {
        this.server = server;
        this.address = server.address();
    }

    ServerIdentity identity() {
        return server.identity();
    }

    /**
     * Changes are captured from a standby of the primary, or from what it has become.
     *
     * @param primary at present
     * @throws CdcVaultException when it is a server of another cluster
     */
    void requireOfOneClusterWith(ServerIdentity primary) {
        ServerIdentity own = server.identity();
        if (!own.system().equals(primary.system())) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "The server of `source.capture-url`, " + address + ", has system identifier " + own.system()
                            + " and the primary of `source.url` " + primary.system()
                            + ": it is no standby of that primary");
        }
    }

    /**
     * A standby has no changes of its own. It may be promoted, or the URL may lead to the primary in a moment.
     *
     * @throws CdcVaultException when the server is a standby
     */
    void requirePrimary() {
        if (server.isStandby()) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_UNREACHABLE,
                    "The server at " + address + " is a standby; let `source.url` lead to the primary");
        }
    }

    /** Why the server does not continue what was captured, and what it lacks; empty when it does. */
    public Optional<String> replaced(CapturePosition stored) {
        if (!stored.isPastSnapshot()) {
            return Optional.empty();
        }
        return stored.server()
                .flatMap(before -> otherHistory(before, stored.reached()))
                .or(() -> shorterWal(stored.reached()));
    }

    /**
     * What the server does not have of what was captured from an earlier one of the same cluster. Empty when it has
     * all, or when it is not known where the two histories parted.
     */
    Optional<LostRange> lost(CapturePosition stored) {
        ServerIdentity now = server.identity();
        return stored.isPastSnapshot()
                ? stored.server()
                        .filter(before -> before.system().equals(now.system()) && before.timeline() != now.timeline())
                        .flatMap(before -> server.leftAt(before.timeline())
                                .filter(left -> left.compareTo(stored.reached()) < 0)
                                .map(left -> new LostRange(before, now, left, stored.reached())))
                : Optional.empty();
    }

    /** Whether it is a standby that was started again and has not yet replayed what it has. */
    boolean isReplaying(CapturePosition stored) {
        return server.isStandby()
                && stored.isPastSnapshot()
                && stored.server().filter(server.identity()::equals).isPresent()
                && server.walEnd().compareTo(stored.reached()) < 0;
    }

    /** As {@link #lost}, of any server that does not continue what was captured; as much as is known. */
    Optional<LostRange> parted(CapturePosition stored) {
        return lost(stored).or(() -> stored.server()
                .filter(before -> replaced(stored).isPresent())
                .map(before -> new LostRange(
                        before,
                        server.identity(),
                        before.equals(server.identity()) ? server.walEnd() : Lsn.BEGINNING,
                        stored.reached())));
    }

    /** Whether it is a primary that came back after another had taken its place, from which changes came since. */
    boolean isLeftBehind(CapturePosition stored) {
        ServerIdentity now = server.identity();
        return stored.isPastSnapshot()
                && stored.server()
                        .filter(before -> before.system().equals(now.system()) && now.timeline() < before.timeline())
                        .isPresent();
    }

    private Optional<String> otherHistory(ServerIdentity before, Lsn captured) {
        ServerIdentity now = server.identity();
        if (!now.system().equals(before.system())) {
            return Optional.of("The server at " + address + " has system identifier " + now.system()
                    + ", but changes up to " + captured + " were captured from a server with " + before.system()
                    + ". What the old server committed after that is lost to the service");
        }
        if (now.timeline() == before.timeline()) {
            return Optional.empty();
        }
        Optional<Lsn> left = server.leftAt(before.timeline());
        if (left.isPresent() && left.get().compareTo(captured) >= 0) {
            return Optional.empty();
        }
        return Optional.of("The server at " + address + " is on timeline " + now.timeline() + ", "
                + left.map(at -> "which left timeline " + before.timeline() + " at " + at)
                        .orElse("which does not come from timeline " + before.timeline())
                + ", but changes up to " + captured + " were captured from timeline " + before.timeline()
                + left.map(at -> ". What was committed between " + at + " and " + captured
                                + " was only on the old server, and the vault holds it")
                        .orElse(""));
    }

    private Optional<String> shorterWal(Lsn captured) {
        return server.walEnd().compareTo(captured) >= 0
                ? Optional.empty()
                : Optional.of("The WAL of the server at " + address + " ends at " + server.walEnd()
                        + ", but changes up to " + captured + " were captured. What was committed between the two was"
                        + " only on the server that was there before, and the vault holds it");
    }
}
