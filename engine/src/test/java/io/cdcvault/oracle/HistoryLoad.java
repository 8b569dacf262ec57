package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.RowChange;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.oracle.SourceHistory.Transaction;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Loads a history in batches of a size, now and then interrupted in the middle as by a crash. */
final class HistoryLoad {

    private static final FeedName FEED = new FeedName("test", "Orders Vault");

    private final Settings settings;
    private final List<LoadPlan> plans;
    private final Random interruptions;
    private VaultLoader loader;
    private double interruption;

    HistoryLoad(Settings settings, List<LoadPlan> plans, Random interruptions) {
        this.settings = settings;
        this.plans = plans;
        this.interruptions = interruptions;
        this.loader = connect();
    }

    void load(List<Transaction> history, int batchSize, double interruption) {
        this.interruption = interruption;
        int next = 0;
        while (next < history.size()) {
            int end = batchEnd(history, next, batchSize);
            try {
                load(history, next, end);
            } catch (CdcVaultException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(FailureKind.CHANGE_UNLOADABLE);
                reconnect();
            }
            next = loader.position()
                    .map(position -> Integer.parseInt(position.resumeFrom()))
                    .orElse(0);
        }
        loader.close();
    }

    private void load(List<Transaction> history, int from, int to) {
        boolean breaksOff = interruptions.nextDouble() < interruption;
        stageInPieces(history.subList(from, to));
        if (breaksOff) {
            reconnect();
        } else {
            loader.load(new ChangeBatch(List.of(), Optional.of(checkpoint(history.get(to - 1), to, to - from))));
        }
    }

    private void reconnect() {
        loader.close();
        loader = connect();
    }

    /** As a feed does for a transaction that is too large to hold: without a checkpoint. */
    private void stageInPieces(List<Transaction> batch) {
        List<RowChange> changes = new ArrayList<>();
        batch.forEach(transaction -> changes.addAll(transaction.changes()));
        int piece = 1 + interruptions.nextInt(20);
        for (int from = 0; from < changes.size(); from += piece) {
            loader.load(
                    new ChangeBatch(changes.subList(from, Math.min(changes.size(), from + piece)), Optional.empty()));
        }
    }

    /** A snapshot shares no batch with anything else. */
    private static int batchEnd(List<Transaction> history, int from, int size) {
        int end = from + 1;
        while (end < history.size() && end - from < size && isSameKind(history.get(from), history.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean isSameKind(Transaction one, Transaction other) {
        return one.isSnapshot()
                ? other.isSnapshot()
                        && one.stamp().loadDate().equals(other.stamp().loadDate())
                : !other.isSnapshot();
    }

    private static Checkpoint checkpoint(Transaction last, int next, int transactions) {
        return new Checkpoint(
                Integer.toString(next), last.stamp(), last.commitLsn(), next, transactions, last.endsSnapshot());
    }

    private VaultLoader connect() {
        return new VaultLoader(
                Warehouse.connect(settings), FEED, plans, new Policies(Policy.IGNORE, Policy.IGNORE), Time.system());
    }
}
