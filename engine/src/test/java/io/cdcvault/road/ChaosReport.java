package io.cdcvault.road;

import io.cdcvault.airline.traffic.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened, and what came of it; as Markdown. */
final class ChaosReport {

    private final Map<ChaosFault, Integer> struck = new EnumMap<>(ChaosFault.class);
    private final Map<ChaosFault, List<Duration>> recoveries = new EnumMap<>(ChaosFault.class);
    private final List<String> verdicts = new ArrayList<>();
    private final List<String> audits = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Duration> failovers = new ArrayList<>();
    private String traffic = "";
    private boolean isGood = true;

    void struck(ChaosFault fault) {
        struck.merge(fault, 1, Integer::sum);
    }

    void recovered(ChaosFault fault, Duration taken) {
        struck(fault);
        recoveries.computeIfAbsent(fault, each -> new ArrayList<>()).add(taken);
    }

    void played(Tally tally) {
        traffic = tally.played() + " transactions of eight writers, " + tally.disturbed() + " of them disturbed";
    }

    /** Each from the death of a master on. */
    void failedOver(List<Duration> taken) {
        failovers.addAll(taken);
    }

    /** @param isTampered whether the history may be another than without faults; the end was held against the source */
    void judged(ChaosVictim victim, Map<String, String> right, Map<String, String> judged, boolean isTampered)
            throws SQLException {
        Road road = victim.asRoad();
        long rows = rows(judged);
        long missing = Math.max(0, rows(right) - rows);
        long surplus = Math.max(0, rows - rows(right));
        // What was parked has not been loaded.
        String twice = road.inVault("select greatest(0, coalesce(sum(rows - events), 0)) from cdc_vault.feed_position")
                .get(0);
        String waiting = road.inVault("select count(*) from cdc_vault.dead_letter where resolved_at is null")
                .get(0);
        boolean isEqual = right.equals(judged);
        isGood &= (isEqual || isTampered) && twice.equals("0") && waiting.equals("0");
        verdicts.add("| " + victim.place() + " | " + victim.kills() + " | " + rows + " | " + missing + " | " + surplus
                + " | " + twice + " | " + waiting + " | " + digests(isEqual, isTampered, right, judged)
                + " |");
    }

    void audited(ChaosVictim victim, AuditVerdict verdict) {
        isGood &= verdict.isGood();
        audits.add("| " + victim.place() + " | " + verdict + " |");
        verdict.examples().forEach(example -> wrong.add(victim.place() + ": " + example));
    }

    boolean isGood() {
        return isGood;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "| fault | times | seconds until both vaults have caught up: median, most |\n|---|---|---|\n");
        struck.forEach((fault, times) -> text.append("| ")
                .append(fault)
                .append(" | ")
                .append(times)
                .append(" | ")
                .append(seconds(recoveries.getOrDefault(fault, List.of())))
                .append(" |\n"));
        if (!failovers.isEmpty()) {
            text.append("\n")
                    .append(failovers.size())
                    .append(" promotions: seconds from the death of the master until all vaults showed what was written"
                            + " to the next, median and most: ")
                    .append(seconds(failovers))
                    .append("\n");
        }
        text.append('\n').append(traffic).append(".\n\n");
        text.append(
                "| service | kills | vault rows | missing | surplus | loaded twice | dead letters | digests |\n|---|---|---|---|---|---|---|---|\n");
        verdicts.forEach(verdict -> text.append(verdict).append('\n'));
        text.append("\n| service | ").append(AuditVerdict.header()).append(" |\n|---|---|---|---|---|---|---|---|\n");
        audits.forEach(audit -> text.append(audit).append('\n'));
        wrong.forEach(each -> text.append("\n- ").append(each));
        return text.toString();
    }

    private static String digests(
            boolean isEqual, boolean isTampered, Map<String, String> right, Map<String, String> judged) {
        if (isEqual) {
            return "equal";
        }
        return (isTampered ? "tampered with: " : "different: ") + differing(right, judged);
    }

    private static String seconds(List<Duration> taken) {
        if (taken.isEmpty()) {
            return "–";
        }
        List<Duration> sorted = taken.stream().sorted().toList();
        return seconds(sorted.get(sorted.size() / 2)) + ", " + seconds(sorted.get(sorted.size() - 1));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    /** A digest begins with the number of rows. */
    private static long rows(Map<String, String> digests) {
        return digests.values().stream()
                .mapToLong(digest -> Long.parseLong(digest.substring(0, digest.indexOf(' '))))
                .sum();
    }

    private static List<String> differing(Map<String, String> right, Map<String, String> judged) {
        return right.entrySet().stream()
                .filter(table -> !table.getValue().equals(judged.get(table.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
