package io.cdcvault.doctor.database;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.database.SourceServer;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.service.ServerCheck;
import io.cdcvault.service.SlotCheck;
import io.cdcvault.settings.NamedSource;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds the service's slot against where its capture stands, as the service does when it starts. */
public final class SlotPosition implements Examination {

    private final Settings settings;
    private final Optional<SlotCheck> looked;
    private final Status status;

    /**
     * To compare.
     *
     * @param looked at by {@link #look}
     * @param status collected after that: a running service confirms to the slot only what it has stored
     */
    public SlotPosition(Settings settings, Optional<SlotCheck> looked, Status status) {
        this.settings = settings;
        this.looked = looked;
        this.status = status;
    }

    /** Empty when the master cannot be reached, which is a finding of its own. */
    public static Optional<SlotCheck> look(Settings settings) {
        try (SourceDatabase source = SourceDatabase.connect(settings, "doctor")) {
            return Optional.of(new SlotCheck(source.settings().source().slot(), source.slot()));
        } catch (CdcVaultException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Finding> findings() {
        String name = looked.map(SlotCheck::name).orElse(settings.source().slot());
        Subject subject = new Subject(
                Area.MASTER,
                "slot " + name,
                "The master keeps the changes that come after a slot's position, and no others.");
        if (!status.feed().isReachable()) {
            return List.of(subject.warning("where the capture stands is not known: "
                    + (status.feed().isDirect() ? "the warehouse" : "Kafka") + " does not answer"));
        }
        Optional<CapturePosition> stored = status.capture().published();
        return Stream.concat(
                        stored.flatMap(this::replaced).stream(),
                        looked.map(check -> assess(subject, check, stored)).stream())
                .toList();
    }

    /** Looked at after the position: a running service moves on, and the master's WAL with it. */
    private Optional<Finding> replaced(CapturePosition stored) {
        Subject subject = new Subject(
                Area.MASTER,
                "server",
                "A server that does not continue what was captured skips changes and says nothing.");
        try {
            return new ServerCheck(SourceServer.look(NamedSource.captured(settings), "doctor"))
                    .replaced(stored)
                    .map(why -> subject.error(why + ". " + FailureKind.SOURCE_REPLACED.remedy()));
        } catch (CdcVaultException e) {
            // That it does not answer is a finding of its own.
            return Optional.empty();
        }
    }

    private Finding assess(Subject subject, SlotCheck check, Optional<CapturePosition> stored) {
        try {
            check.requireOurs(stored);
        } catch (CdcVaultException e) {
            // No statement drops it: the changes that another installation waits for would be lost.
            return subject.error(String.valueOf(e.getMessage()), Fix.command("cdc-vault run " + check.ownSlot()));
        }
        Optional<String> loss = stored.flatMap(check::loss);
        if (loss.isPresent()) {
            return subject.error(
                    loss.get() + "; a new snapshot must be taken", Fix.command("cdc-vault run --snapshot-anew"));
        }
        return check.slot()
                .map(found -> subject.ok(found.isActive() ? "is being streamed from" : "waits for the service"))
                .orElseGet(() -> subject.info("does not exist; the service creates it"));
    }
}
