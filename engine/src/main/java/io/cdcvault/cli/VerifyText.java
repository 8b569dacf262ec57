package io.cdcvault.cli;

import io.cdcvault.cli.Terminal.Tone;
import io.cdcvault.verify.ComparisonResult;
import io.cdcvault.verify.Difference;
import io.cdcvault.verify.RuleResult;
import io.cdcvault.verify.VaultDigest;
import io.cdcvault.verify.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A verification as a person reads it: counts for each table, then what differs. */
final class VerifyText {

    private static final int FIRST_COUNT = 2;

    private final Terminal terminal;

    VerifyText(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> of(VaultDigest digest) {
        TextTable table = new TextTable(terminal, Set.of(1));
        table.add("TABLE", "ROWS", "DIGEST");
        digest.tables().forEach(each -> table.add(each.name(), Quantities.count(each.rows()), each.digest()));
        table.add("all", "", digest.all());
        return table.lines();
    }

    List<String> of(VerifyReport report) {
        List<String> lines =
                new ArrayList<>(counts(report.comparisons(), "VAULT").lines());
        report.comparisons().forEach(result -> addExamples(lines, result, "vault"));
        if (!report.replica().isEmpty()) {
            lines.add("");
            lines.addAll(counts(report.replica(), "REPLICA").lines());
            report.replica().forEach(result -> addExamples(lines, result, "replica"));
        }
        report.rules().forEach(result -> addViolations(lines, result));
        report.dropped()
                .forEach(table -> lines.addAll(terminal.folded(
                        0,
                        table + " does not exist at the source any more: its rows stay as they were last seen, and are"
                                + " not compared")));
        addWaiting(lines, report);
        lines.add("");
        lines.addAll(verdict(report));
        return lines;
    }

    private TextTable counts(List<ComparisonResult> results, String other) {
        TextTable table = new TextTable(terminal, Set.of(2, 3, 4, 5, 6));
        table.add("SOURCE", other, "ROWS", "MISSING", "SURPLUS", "CHANGED", "EXPLAINED", "");
        for (ComparisonResult result : results) {
            String verdict = verdict(result);
            table.addToned(
                    FIRST_COUNT + 5,
                    tone(result),
                    result.table(),
                    result.subject(),
                    Quantities.count(result.rows()),
                    Quantities.count(result.missing()),
                    Quantities.count(result.surplus()),
                    Quantities.count(result.changed()),
                    Quantities.count(result.explained()),
                    verdict);
        }
        return table;
    }

    private static String verdict(ComparisonResult result) {
        if (result.differences() == 0) {
            return "equal";
        }
        return result.isExplained() ? "explained" : "different";
    }

    private static Tone tone(ComparisonResult result) {
        if (result.differences() == 0) {
            return Tone.GOOD;
        }
        return result.isExplained() ? Tone.WARNING : Tone.BAD;
    }

    private void addExamples(List<String> lines, ComparisonResult result, String other) {
        if (result.examples().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(terminal.toned(Tone.STRONG, result.table() + " in " + result.subject()));
        result.examples().forEach(example -> addExample(lines, example, other));
        long more = result.differences() - result.examples().size();
        if (more > 0) {
            lines.add("  and " + Quantities.count(more) + " more");
        }
    }

    private void addExample(List<String> lines, Difference difference, String other) {
        String kind = difference.kind().name().toLowerCase(Locale.ROOT);
        String key = difference.key().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        String waits = difference.isExplained() ? " (waits as a dead letter)" : "";
        lines.addAll(terminal.folded(
                2,
                terminal.text(difference.isExplained() ? Tone.WARNING : Tone.BAD, kind)
                        .concat(terminal.text(Tone.PLAIN, " " + key + waits))));
        difference.columns().forEach((column, pair) -> {
            lines.addAll(terminal.folded(4, column + ": source " + pair.source().orElse("NULL")));
            lines.addAll(terminal.folded(
                    4,
                    " ".repeat(column.length() + 2) + other + " " + pair.vault().orElse("NULL")));
        });
    }

    private void addViolations(List<String> lines, RuleResult result) {
        if (result.violations() == 0) {
            return;
        }
        lines.add("");
        lines.addAll(terminal.folded(
                Tone.STRONG,
                result.table(),
                ": " + result.rule() + "; broken " + Quantities.count(result.violations()) + " times"));
        result.examples().forEach(key -> lines.addAll(terminal.folded(2, key)));
    }

    private void addWaiting(List<String> lines, VerifyReport report) {
        if (!report.waiting().isEmpty()) {
            lines.add("");
            report.waiting()
                    .forEach((table, rows) ->
                            lines.add(Quantities.count(rows) + " rows of " + table + " wait as dead letters"));
            lines.add("See `cdc-vault dead-letters list`.");
        }
    }

    private List<String> verdict(VerifyReport report) {
        String rules = Quantities.count(report.rules().size()) + " rules";
        long rows =
                report.comparisons().stream().mapToLong(ComparisonResult::rows).sum();
        String at = " at " + report.lsn() + ": ";
        String compared = at + Quantities.count(rows) + " rows compared, " + rules + " hold";
        return switch (report.verdict()) {
            case EQUAL -> terminal.folded(Tone.GOOD, "Equal", compared);
            case WAITING ->
                terminal.folded(
                        Tone.WARNING,
                        "Waiting",
                        compared + "; nothing differs but " + Quantities.count(report.waitingRows())
                                + " rows that wait as dead letters");
            case DIFFERENT ->
                terminal.folded(
                        Tone.BAD,
                        "Different",
                        at + Quantities.count(report.differences()) + " rows differ, of which "
                                + Quantities.count(report.explained()) + " wait as dead letters, "
                                + Quantities.count(report.violations()) + " violations of " + rules);
        };
    }
}
