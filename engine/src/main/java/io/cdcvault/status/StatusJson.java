package io.cdcvault.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Pausable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A status as JSON, for programs: every name is there in every state; what is not known is null. */
public final class StatusJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusJson() {}

    /** One object, on one line. */
    public static String of(Status status) {
        return written(object(status));
    }

    /** The same as names and values. */
    public static Map<String, @Nullable Object> object(Status status) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("state", word(status.health()));
        all.put("reasons", status.reasons());
        all.put("findings", status.findings().stream().map(StatusJson::finding).toList());
        all.put("processes", status.processes().stream().map(ProcessJson::shown).toList());
        all.put("capture", capture(status.capture()));
        all.put("replica", replica(status.replica()));
        all.put("feed", feed(status.feed()));
        all.put("load", load(status.load()));
        all.put("source", status.source());
        all.put("vault", status.vault());
        all.put("loaded_at", moments(status.loadedAt()));
        all.put("paused", status.paused().map(StatusJson::paused).orElse(null));
        all.put("dead_letters", number(status.deadLetters()));
        all.put("followed_columns", status.followed());
        all.put("left_out", status.leftOut().stream().map(StatusJson::leftOut).toList());
        all.put("snapshots", status.snapshots().map(StatusJson::snapshots).orElse(null));
        all.put("marts", status.marts().map(StatusJson::marts).orElse(null));
        return all;
    }

    private static Map<String, @Nullable Object> finding(Reason finding) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("level", word(finding.level()));
        all.put("about", finding.about().word());
        all.put("what", finding.what());
        all.put("remedy", finding.remedy());
        return all;
    }

    private static Map<String, @Nullable Object> marts(MartsStatus marts) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("state", word(marts.state()));
        all.put("marts", marts.marts().stream().map(StatusJson::mart).toList());
        return all;
    }

    /** One mart as names and values. */
    public static Map<String, @Nullable Object> mart(MartStatus mart) {
        Optional<MartRefreshed> last = mart.refreshed();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("name", mart.name());
        all.put("target", mart.target().toString());
        all.put("state", word(mart.state()));
        all.put("running", mart.isRunning());
        all.put("freshness_seconds", mart.freshness().toSeconds());
        all.put("refreshed_at", last.map(refreshed -> refreshed.at().toString()).orElse(null));
        all.put("age_seconds", last.map(MartRefreshed::ageSeconds).orElse(null));
        all.put("lsn", last.map(refreshed -> refreshed.lsn().toString()).orElse(null));
        all.put(
                "load_date",
                last.map(refreshed -> refreshed.loadDate().toString()).orElse(null));
        all.put("rows", last.map(MartRefreshed::rows).orElse(null));
        all.put("inserted", last.map(MartRefreshed::inserted).orElse(null));
        all.put("updated", last.map(MartRefreshed::updated).orElse(null));
        all.put("deleted", last.map(MartRefreshed::deleted).orElse(null));
        all.put("seconds", last.map(MartRefreshed::seconds).orElse(null));
        all.put("failure", mart.failure().orElse(null));
        return all;
    }

    private static Map<String, @Nullable Object> leftOut(LeftOutView table) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("table", table.table().toString());
        all.put("columns", table.columns());
        all.put("reason", table.reason());
        all.put("remedy", table.remedy());
        return all;
    }

    private static List<Map<String, @Nullable Object>> snapshots(List<SnapshotView> snapshots) {
        return snapshots.stream().map(StatusJson::snapshot).toList();
    }

    private static Map<String, @Nullable Object> snapshot(SnapshotView snapshot) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("table", snapshot.snapshot().table().toString());
        all.put("partial", snapshot.snapshot().isPartial());
        all.put("state", snapshot.finishedAt().isPresent() ? "completed" : "running");
        all.put("rows", snapshot.rows());
        all.put("requested_at", snapshot.requestedAt().toString());
        all.put("finished_at", snapshot.finishedAt().map(Instant::toString).orElse(null));
        return all;
    }

    private static String written(Map<String, @Nullable Object> all) {
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, texts and numbers are always JSON", e);
        }
    }

    private static Map<String, Object> moments(Map<String, Instant> moments) {
        Map<String, Object> texts = new LinkedHashMap<>();
        moments.forEach((name, moment) -> texts.put(name, moment.toString()));
        return texts;
    }

    private static Map<String, Object> paused(Map<Pausable, Instant> paused) {
        Map<String, Object> since = new LinkedHashMap<>();
        paused.forEach((stage, moment) -> since.put(stage.word(), moment.toString()));
        return since;
    }

    private static Map<String, @Nullable Object> capture(CaptureStatus capture) {
        Optional<SlotView> slot = capture.slot();
        Optional<CapturePosition> published = capture.published();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("state", word(capture.state()));
        all.put("slot", capture.slotName());
        all.put("slot_active", slot.map(SlotView::isActive).orElse(null));
        all.put("wal_status", slot.map(SlotView::walStatus).orElse(null));
        all.put(
                "safe_wal_bytes",
                slot.map(SlotView::safeWalBytes).map(StatusJson::number).orElse(null));
        all.put("retained_wal_bytes", slot.map(SlotView::retainedBytes).orElse(null));
        all.put(
                "confirmed_lsn",
                slot.flatMap(SlotView::confirmed).map(Lsn::toString).orElse(null));
        all.put("lag_bytes", number(capture.lagBytes()));
        all.put("lag_seconds", number(capture.lagSeconds()));
        all.put(
                "published_lsn",
                published.map(position -> position.commitLsn().toString()).orElse(null));
        all.put(
                "transactions",
                published.map(position -> position.stamp().number().value()).orElse(null));
        all.put("events", published.map(CapturePosition::events).orElse(null));
        return all;
    }

    private static Map<String, @Nullable Object> replica(ReplicaStatus replica) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("state", word(replica.state()));
        all.put("lag_bytes", number(replica.lagBytes()));
        all.put("lag_seconds", number(replica.lagSeconds()));
        return all;
    }

    private static Map<String, @Nullable Object> feed(FeedStatus feed) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("kind", feed.kind());
        all.put("reachable", feed.isReachable());
        all.put("lag_events", number(feed.lagEvents()));
        all.put("lag_transactions", number(feed.lagTransactions()));
        all.put("topics", feed.ends());
        all.put("waiting", feed.waiting());
        return all;
    }

    private static Map<String, @Nullable Object> load(LoadStatus load) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("state", word(load.state()));
        all.put("loaders", load.loaders());
        all.put("promise", load.promise());
        all.put("applied_lsn", load.applied().map(view -> view.lsn().toString()).orElse(null));
        all.put("lag_seconds", number(load.lagSeconds()));
        // Nothing was loaded is one thing, and that it is not known another.
        @Nullable Long none = load.state() == LoadState.UNREACHABLE ? null : 0L;
        all.put("transactions", load.applied().map(AppliedView::transactions).orElse(none));
        all.put("rows", load.applied().map(AppliedView::rows).orElse(none));
        all.put("idle_seconds", load.applied().map(AppliedView::idleSeconds).orElse(null));
        return all;
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long number(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
