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

    static List<String> of(VaultDigest digest) {
        TextTable table = new TextTable(Set.of(1));
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
        lines.add("");
        lines.add(verdict(report));
        return lines;
    }

    private TextTable counts(List<ComparisonResult> results, String other) {
        TextTable table = new TextTable(Set.of(2, 3, 4, 5));
        table.add("SOURCE", other, "ROWS", "MISSING", "SURPLUS", "CHANGED", "");
        for (ComparisonResult result : results) {
            boolean equal = result.differences() == 0;
            table.addStyled(
                    FIRST_COUNT + 4,
                    cell -> terminal.toned(equal ? Tone.GOOD : Tone.BAD, cell),
                    result.table(),
                    result.subject(),
                    Quantities.count(result.rows()),
                    Quantities.count(result.missing()),
                    Quantities.count(result.surplus()),
                    Quantities.count(result.changed()),
                    equal ? "equal" : "different");
        }
        return table;
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
        lines.add("  " + terminal.toned(Tone.BAD, kind) + " " + key);
        difference.columns().forEach((column, pair) -> {
            lines.add("    " + column + ": source " + pair.source().orElse("NULL"));
            lines.add("    " + " ".repeat(column.length() + 2) + other + " "
                    + pair.vault().orElse("NULL"));
        });
    }

    private void addViolations(List<String> lines, RuleResult result) {
        if (result.violations() == 0) {
            return;
        }
        lines.add("");
        lines.add(terminal.toned(Tone.STRONG, result.table()) + ": " + result.rule() + "; "
                + terminal.toned(Tone.BAD, "broken " + Quantities.count(result.violations()) + " times"));
        result.examples().forEach(key -> lines.add("  " + key));
    }

    private String verdict(VerifyReport report) {
        String rules = Quantities.count(report.rules().size()) + " rules";
        if (report.isEqual()) {
            long rows = report.comparisons().stream()
                    .mapToLong(ComparisonResult::rows)
                    .sum();
            return terminal.toned(Tone.GOOD, "Equal") + " at " + report.lsn() + ": " + Quantities.count(rows)
                    + " rows compared, " + rules + " hold";
        }
        return terminal.toned(Tone.BAD, "Different") + " at " + report.lsn() + ": "
                + Quantities.count(report.differences()) + " rows differ, " + Quantities.count(report.violations())
                + " violations of " + rules;
    }
}
