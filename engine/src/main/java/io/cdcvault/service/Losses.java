package io.cdcvault.service;

import io.cdcvault.bookkeeping.AcceptedLosses;
import io.cdcvault.bookkeeping.LostCommits.Count;
import io.cdcvault.change.LostRange;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the vault holds and the server in the master's place does not have: shown, and accepted. */
final class Losses {

    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private final Installation installation;
    private final AcceptedLosses bookkeeping;

    Losses(Installation installation) {
        this.installation = installation;
        this.bookkeeping = new AcceptedLosses(installation.settings(), installation.model());
    }

    /** How much it is, as the end of a message. */
    String shown(LostRange lost) {
        try {
            return text(bookkeeping.count(lost));
        } catch (CdcVaultException e) {
            LOG.debug("What is lost cannot be counted", e);
            return text(Optional.empty());
        }
    }

    /**
     * Remembers it, and has the tables read again unless a snapshot of all follows.
     *
     * @return what happened, in a sentence
     * @throws CdcVaultException when it cannot be remembered
     */
    String accept(LostRange lost, String reason, boolean bySnapshot) {
        Optional<Count> count = bookkeeping.accept(lost, reason, bySnapshot ? List.of() : installation.tables());
        String what = "What was committed " + lost + " is lost, accepted because: " + reason + text(count)
                + ". It is closed in the vault, where its history stays";
        LOG.warn("{}", what);
        return what;
    }

    /**
     * That a new snapshot was asked for because of it; it closes what is lost. Without the warehouse the capture
     * continues: then only {@code verify} does not know where the log began again.
     */
    void remember(LostRange lost) {
        try {
            bookkeeping.accept(lost, "run --snapshot-anew", List.of());
        } catch (CdcVaultException e) {
            LOG.warn("It cannot be remembered what was lost {}: {}", lost, e.getMessage());
        }
    }

    private static String text(Optional<Count> count) {
        return count.map(found -> ". So far the vault shows " + found.transactions() + " transactions of it, in "
                        + found.rows() + " rows")
                .orElse(". How much of it the vault shows could not be counted");
    }
}
