package io.cdcvault.cli;

import io.cdcvault.status.AppliedView;
import io.cdcvault.status.CaptureStatus;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.Health;
import io.cdcvault.status.LoadStatus;
import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.ReplicaStatus;
import io.cdcvault.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;

/** A status for people. */
final class StatusText {

    private static final int STATE_COLUMN = 1;
    private static final Set<String> GOOD = Set.of("streaming", "running", "reachable", "fresh");
    private static final Set<String> NEUTRAL = Set.of("not configured");
    private static final Set<String> PASSING =
            Set.of("paused", "snapshot", "starting", "retrying", "blocked", "not connected", "promoted", "waiting");

    private final String installation;
    private final Terminal terminal;

    StatusText(String installation, Terminal terminal) {
        this.installation = installation;
        this.terminal = terminal;
    }

    List<String> of(Status status, StatusRates rates) {
        List<String> lines = new ArrayList<>();
        lines.add(installation + " is " + terminal.toned(tone(status.health()), word(status.health())));
        status.reasons().forEach(reason -> lines.addAll(terminal.folded(2, "- " + reason)));
        lines.add("");
        lines.addAll(systems(status, rates));
        lines.addAll(leftOut(status));
        lines.addAll(snapshots(status));
        lines.addAll(processes(status));
        lines.add("");
        lines.addAll(new VaultColumns(terminal).lines(status));
        return lines;
    }

    private List<String> leftOut(Status status) {
        return status.leftOut().stream()
                .flatMap(table -> terminal.folded(0, table.text()).stream())
                .toList();
    }

    private List<String> snapshots(Status status) {
        return status.snapshots().orElse(List.of()).stream()
                .filter(snapshot -> snapshot.finishedAt().isEmpty())
                .map(snapshot -> "Reading " + (snapshot.snapshot().isPartial() ? "some rows of " : "")
                        + snapshot.snapshot().table() + " again: "
                        + Quantities.count(snapshot.rows()) + " rows loaded")
                .flatMap(line -> terminal.folded(0, line).stream())
                .toList();
    }

    private List<String> processes(Status status) {
        return status.processes().stream()
                .map(process -> "Service " + process.name() + " is " + process.role() + ", version " + process.version()
                        + ", since " + process.startedAt())
                .flatMap(line -> terminal.folded(0, line).stream())
                .toList();
    }

    private List<String> systems(Status status, StatusRates rates) {
        TextTable table = new TextTable(terminal, Set.of(2, 3));
        table.add("SYSTEM", "STATE", "LAG", "AGE", "AT");
        capture(table, status.capture(), rates);
        replica(table, status.replica());
        if (!status.feed().isDirect()) {
            topics(table, status.feed());
        }
        loader(table, status, rates);
        status.marts().ifPresent(marts -> marts(table, marts));
        return table.lines();
    }

    private void capture(TextTable table, CaptureStatus capture, StatusRates rates) {
        row(
                table,
                "capture",
                word(capture.state()),
                amount(capture.lagBytes(), Quantities::bytes),
                age(capture.lagSeconds()),
                capture.published()
                        .map(position -> position.commitLsn().toString())
                        .orElse("-"),
                captured(capture) + rates.captured());
    }

    private void replica(TextTable table, ReplicaStatus replica) {
        row(
                table,
                "replica",
                word(replica.state()),
                amount(replica.lagBytes(), Quantities::bytes),
                age(replica.lagSeconds()));
    }

    private void topics(TextTable table, FeedStatus feed) {
        row(
                table,
                "topics",
                feed.isReachable() ? "reachable" : "unreachable",
                amount(feed.lagEvents(), Quantities::count),
                "",
                "",
                feed.isReachable() ? Quantities.count(feed.ends().size()) + " topics" : "");
    }

    private void loader(TextTable table, Status status, StatusRates rates) {
        row(
                table,
                "loader",
                word(status.load().state()),
                amount(status.feed().lagTransactions(), Quantities::count),
                age(status.load().lagSeconds()),
                status.load().applied().map(applied -> applied.lsn().toString()).orElse("-"),
                loaded(status) + rates.loaded());
    }

    private void marts(TextTable table, MartsStatus marts) {
        if (marts.marts().isEmpty()) {
            row(table, "marts", word(marts.state()), "", "", "", "");
        }
        for (MartStatus mart : marts.marts()) {
            row(
                    table,
                    "mart " + mart.name(),
                    word(mart.state()),
                    "",
                    mart.refreshed()
                            .map(last -> Quantities.seconds(last.ageSeconds()))
                            .orElse("-"),
                    mart.refreshed().map(last -> last.lsn().toString()).orElse("-"),
                    mart.refreshed()
                            .map(last -> Quantities.count(last.rows()) + " rows in " + mart.target())
                            .orElse("never refreshed"));
        }
    }

    private void row(TextTable table, String... cells) {
        String state = cells[STATE_COLUMN];
        table.addToned(STATE_COLUMN, NEUTRAL.contains(state) ? Terminal.Tone.PLAIN : tone(state), cells);
    }

    private static String captured(CaptureStatus capture) {
        return "slot " + capture.slotName()
                + capture.published()
                        .map(position -> ": " + Quantities.count(position.events()) + " changes in "
                                + Quantities.count(position.stamp().number().value()) + " transactions")
                        .orElse("");
    }

    private static String loaded(Status status) {
        return status.load().applied().map(StatusText::loaded).orElse("") + group(status.load());
    }

    /** What is whole, when that is not the transactions. */
    private static String group(LoadStatus load) {
        boolean isShared = load.applied().filter(AppliedView::isShared).isPresent();
        return isShared ? ", " + load.promise() + " by " + Quantities.count(load.loaders()) + " loaders" : "";
    }

    private static String loaded(AppliedView applied) {
        return Quantities.count(applied.rows()) + " changes in " + Quantities.count(applied.transactions())
                + " transactions";
    }

    private static String amount(OptionalLong amount, LongFunction<String> format) {
        return amount.isPresent() ? format.apply(amount.getAsLong()) : "-";
    }

    private static String age(OptionalDouble seconds) {
        return seconds.isPresent() ? Quantities.seconds(seconds.getAsDouble()) : "-";
    }

    private static Terminal.Tone tone(String state) {
        if (GOOD.contains(state)) {
            return Terminal.Tone.GOOD;
        }
        return PASSING.contains(state) ? Terminal.Tone.WARNING : Terminal.Tone.BAD;
    }

    private static Terminal.Tone tone(Health health) {
        return switch (health) {
            case HEALTHY -> Terminal.Tone.GOOD;
            case DEGRADED -> Terminal.Tone.WARNING;
            case DOWN -> Terminal.Tone.BAD;
        };
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
