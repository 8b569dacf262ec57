package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.ReplicaStatus;
import io.cdcvault.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code status} knows: how far behind the replica is, and what waits as dead letters. */
public final class Lags implements Examination {

    private final Settings settings;
    private final Status status;

    public Lags(Settings settings, Status status) {
        this.settings = settings;
        this.status = status;
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (settings.replica().isPresent() && status.replica().state() == ReplicaState.STREAMING) {
            findings.add(replica(status.replica()));
        }
        status.deadLetters().ifPresent(waiting -> findings.add(deadLetters(waiting)));
        return findings;
    }

    private Finding replica(ReplicaStatus replica) {
        Subject subject = new Subject(Area.REPLICA, "lag", "Its readers see the master as it was so long ago.");
        double seconds = replica.lagSeconds().orElse(0);
        String found = String.format(
                Locale.ROOT,
                "%s of WAL, %.1f s",
                SlotChecks.bytes(replica.lagBytes().orElse(0)),
                seconds);
        return seconds > settings.limits().lag().toSeconds()
                ? subject.warning(found + "; limits.lag is " + settings.limits().lag())
                : subject.ok(found);
    }

    private static Finding deadLetters(long waiting) {
        Subject subject =
                new Subject(Area.WAREHOUSE, "dead letters", "What waits is not in the vault, and verify reports it.");
        return waiting == 0
                ? subject.ok("none wait")
                : subject.warning(
                        waiting + " wait: correct what the list names, then retry",
                        Fix.command("cdc-vault dead-letters list"),
                        Fix.command("cdc-vault dead-letters retry --all"));
    }
}
