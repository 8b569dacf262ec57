package io.cdcvault.status.assess;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Pausable;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.About;
import io.cdcvault.status.Ages;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.CaptureStatus;
import io.cdcvault.status.SlotView;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.probe.LogView;
import io.cdcvault.status.probe.MasterView;
import io.cdcvault.status.probe.ProbedViews;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Assesses the first half of the road. */
final class CaptureAssessment {

    private static final long LITTLE_WAL = 64L << 20;

    private final ProbedViews views;
    private final Expectations expected;
    private final String slotName;
    private final Reasons findings;
    private final Optional<CapturePosition> published;
    private final Retries retries;

    CaptureAssessment(ProbedViews views, Expectations expected, Reasons findings, Retries retries) {
        this.views = views;
        this.expected = expected;
        this.slotName = views.master().seen().map(MasterView::slotName).orElse(expected.slot());
        this.findings = findings;
        this.retries = retries;
        this.published = views.log().seen().flatMap(LogView::published);
    }

    CaptureStatus status() {
        Optional<MasterView> master = views.master().seen();
        Optional<SlotView> slot = master.flatMap(MasterView::slot);
        CaptureState state = master.map(this::state).orElse(CaptureState.UNREACHABLE);
        OptionalDouble lag = master.map(this::lagSeconds).orElse(OptionalDouble.empty());
        assess(state, slot);
        master.ifPresent(seen -> assessServer(state, seen));
        slot.ifPresent(seen -> assessWal(seen, lag));
        return new CaptureStatus(
                state,
                slotName,
                slot,
                master.map(CaptureAssessment::lagBytes).orElse(OptionalLong.empty()),
                lag,
                published);
    }

    private CaptureState state(MasterView master) {
        boolean streamed = published.filter(CapturePosition::isPastSnapshot).isPresent();
        if (master.slot().map(SlotView::isLost).orElse(streamed)) {
            return CaptureState.LOST;
        }
        if (!master.isCaptureLocked()) {
            return unlocked();
        }
        if (published.filter(CapturePosition::isSnapshotUnfinished).isPresent()) {
            return CaptureState.SNAPSHOT;
        }
        if (master.slot().map(SlotView::isActive).orElse(false)) {
            return views.log().seen().isPresent() ? CaptureState.STREAMING : CaptureState.BLOCKED;
        }
        return streamed || views.log().seen().isEmpty() ? CaptureState.STARTING : CaptureState.SNAPSHOT;
    }

    private CaptureState unlocked() {
        if (pausedSince().isPresent()) {
            return CaptureState.PAUSED;
        }
        if (retries.of(Pausable.CAPTURE).isPresent()) {
            return CaptureState.RETRYING;
        }
        return retries.isStarting(Pausable.CAPTURE) ? CaptureState.STARTING : CaptureState.STOPPED;
    }

    private Optional<String> awaited() {
        return views.master().seen().flatMap(MasterView::awaited);
    }

    private void assess(CaptureState state, Optional<SlotView> slot) {
        switch (state) {
            case STOPPED -> findings.down(About.CAPTURE, whyStopped(slot), whatToStart(slot));
            case LOST ->
                findings.down(
                        About.SLOT,
                        "The replication slot " + slotName
                                + (slot.isEmpty() ? " does not exist any more" : " was invalidated by the master"),
                        FailureKind.SLOT_MISSING.remedy());
            case RETRYING -> retries.of(Pausable.CAPTURE).ifPresent(this::findRetrying);
            case PAUSED ->
                findings.degraded(
                        About.CAPTURE,
                        "The capture is paused since " + pausedSince().orElse(Instant.EPOCH) + ": slot " + slotName
                                + " keeps WAL on the master",
                        "Run `cdc-vault resume capture` to resume it");
            case STARTING -> findings.degraded(About.CAPTURE, "The capture is starting and does not stream yet", "");
            case SNAPSHOT ->
                findings.degraded(
                        About.CAPTURE,
                        "The first snapshot is under way: the vault is not complete yet"
                                + awaited()
                                        .map(who -> ". The master waits until a transaction ends: " + who)
                                        .orElse(""),
                        "");
            case BLOCKED ->
                findings.degraded(
                        About.CAPTURE,
                        "The capture cannot write what it reads: changes wait on the master, where slot " + slotName
                                + " keeps "
                                + slot.map(SlotView::retainedBytes).orElse(0L) + " bytes of WAL",
                        "");
            case STREAMING, UNREACHABLE -> {}
        }
    }

    private void findRetrying(StageReport report) {
        findings.down(
                About.CAPTURE,
                retries.text("capture", report) + ". Meanwhile slot " + slotName + " keeps WAL on the master",
                report.last().map(StageReport.Failure::remedy).orElse(""));
    }

    /** While a capture runs, positions and the WAL's end move on between one look and the other. */
    private void assessServer(CaptureState state, MasterView master) {
        boolean rests = state == CaptureState.STOPPED || state == CaptureState.LOST;
        published
                .filter(position -> rests && position.isPastSnapshot())
                .map(CapturePosition::commitLsn)
                .filter(captured -> captured.compareTo(master.currentWal()) > 0)
                .ifPresent(captured -> findings.down(
                        About.MASTER,
                        "The master's WAL ends at " + master.currentWal() + ", but changes up to " + captured
                                + " were captured",
                        FailureKind.SOURCE_REPLACED.remedy()));
    }

    private String whyStopped(Optional<SlotView> slot) {
        if (slot.isEmpty()) {
            return "The capture was never started";
        }
        return slot.get().isActive()
                ? "The capture is not running, and another program streams from slot " + slotName
                : "The capture is not running: slot " + slotName + " keeps WAL on the master";
    }

    private static String whatToStart(Optional<SlotView> slot) {
        return slot.filter(SlotView::isActive).isPresent()
                ? "Stop that program: select active_pid from pg_replication_slots"
                : "Start `cdc-vault run`";
    }

    private Optional<Instant> pausedSince() {
        return views.warehouse().seen().map(seen -> seen.paused().get(Pausable.CAPTURE));
    }

    private void assessWal(SlotView slot, OptionalDouble lag) {
        // On an idle master the newest transaction is old, and a little WAL is always on its way.
        if (lag.orElse(0) > expected.lagSeconds() && slot.retainedBytes() > LITTLE_WAL) {
            findings.degraded(
                    About.CAPTURE,
                    "The capture is " + Math.round(lag.orElse(0)) + " s behind, more than limits.lag",
                    "");
        }
        switch (slot.walStatus()) {
            case "reserved" -> assessRetained(slot);
            case "extended" -> {
                findings.degraded(
                        About.SLOT,
                        "Slot " + slotName + " holds back more WAL than max_wal_size: the capture is far behind",
                        "");
                assessRetained(slot);
            }
            case "unreserved" ->
                findings.degraded(
                        About.SLOT,
                        "Slot " + slotName + " is about to be invalidated",
                        "Raise max_slot_wal_keep_size until the capture has caught up");
            default -> {}
        }
    }

    /** Before the master throws WAL away that is still needed, or its disk is full. */
    private void assessRetained(SlotView slot) {
        long retained = slot.retainedBytes();
        OptionalLong safe = slot.safeWalBytes();
        if (safe.isPresent() && safe.getAsLong() < (safe.getAsLong() + retained) / 4) {
            findings.degraded(
                    About.SLOT,
                    "Slot " + slotName + " is invalidated after " + safe.getAsLong() + " more bytes of WAL",
                    "See why the capture is behind, or raise max_slot_wal_keep_size");
        } else if (safe.isEmpty() && retained > expected.retainedWalBytes()) {
            findings.degraded(
                    About.SLOT,
                    "Slot " + slotName + " keeps " + retained + " bytes of WAL on the master's disk",
                    "See why the capture is behind, or set max_slot_wal_keep_size, or raise"
                            + " source.retained-wal-warning-bytes");
        }
    }

    private static OptionalLong lagBytes(MasterView master) {
        return master.slot()
                .flatMap(SlotView::confirmed)
                .map(confirmed ->
                        OptionalLong.of(Math.max(0, master.currentWal().bytesSince(confirmed))))
                .orElse(OptionalLong.empty());
    }

    private OptionalDouble lagSeconds(MasterView master) {
        if (views.log().seen().isEmpty()) {
            // What is read cannot be stored, and how old the newest is that was stored is not known.
            return OptionalDouble.empty();
        }
        boolean handedOver = master.slot()
                .flatMap(SlotView::sent)
                .filter(sent -> sent.compareTo(master.currentWal()) >= 0)
                .isPresent();
        if (handedOver) {
            return OptionalDouble.of(0);
        }
        return published
                .filter(CapturePosition::isPastSnapshot)
                .map(position -> OptionalDouble.of(Ages.seconds(position.stamp().loadDate(), master.now())))
                .orElse(OptionalDouble.empty());
    }
}
