package io.cdcvault.cli;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Findings for people. */
final class FindingsText {

    private static final int INDENT = 11;

    private final Terminal terminal;
    private final boolean all;

    /** @param all whether what is in order is shown too */
    FindingsText(Terminal terminal, boolean all) {
        this.terminal = terminal;
        this.all = all;
    }

    List<String> of(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        for (Area part : Area.values()) {
            List<Finding> shown = findings.stream()
                    .filter(finding -> finding.part() == part)
                    .filter(finding -> all || finding.severity() != Severity.OK)
                    .toList();
            if (!shown.isEmpty()) {
                lines.add(terminal.toned(Terminal.Tone.STRONG, part.name()));
                shown.forEach(finding -> lines.addAll(lines(finding)));
                lines.add("");
            }
        }
        lines.add(sum(findings));
        return lines;
    }

    private List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        TextTable line = new TextTable(terminal, Set.of());
        line.addToned(
                0,
                tone(finding.severity()),
                severity + " ".repeat(INDENT - 4 - severity.length()),
                finding.subject() + ": " + finding.found());
        lines.addAll(line.lines());
        if (finding.severity().compareTo(Severity.INFO) > 0) {
            lines.addAll(terminal.folded(INDENT, terminal.text(Terminal.Tone.QUIET, finding.why())));
        }
        finding.fixes().forEach(fix -> lines.addAll(lines(fix)));
        return lines;
    }

    private List<String> lines(Fix fix) {
        String where = fix.place().words() + (fix.needsRestart() ? ", then restart it" : "");
        List<String> lines = new ArrayList<>(terminal.folded(INDENT, terminal.text(Terminal.Tone.QUIET, where + ":")));
        // As a line of its own and never folded, to be copied.
        lines.add(" ".repeat(INDENT + 2) + fix.text());
        return lines;
    }

    private String sum(List<Finding> findings) {
        long errors = count(findings, Severity.ERROR);
        long warnings = count(findings, Severity.WARNING);
        Terminal.Tone tone = errors > 0 ? Terminal.Tone.BAD : warnings > 0 ? Terminal.Tone.WARNING : Terminal.Tone.GOOD;
        return terminal.toned(tone, errors + " errors, " + warnings + " warnings") + "; " + count(findings, Severity.OK)
                + " things are well";
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static Terminal.Tone tone(Severity severity) {
        return switch (severity) {
            case OK -> Terminal.Tone.GOOD;
            case INFO -> Terminal.Tone.QUIET;
            case WARNING -> Terminal.Tone.WARNING;
            case ERROR -> Terminal.Tone.BAD;
        };
    }
}
