package io.cdcvault.cli;

import io.cdcvault.check.ModelFault;
import io.cdcvault.check.ModelFault.Place;
import io.cdcvault.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a model, for people. */
final class FaultsText {

    private static final int INDENT = 4;

    private final Terminal terminal;

    FaultsText(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> of(String model, List<ModelFault> faults) {
        List<String> lines = new ArrayList<>();
        for (Place place : Place.values()) {
            List<ModelFault> ofPlace =
                    faults.stream().filter(fault -> fault.place() == place).toList();
            if (!ofPlace.isEmpty()) {
                lines.add(terminal.toned(Terminal.Tone.STRONG, place.name()));
                ofPlace.forEach(fault -> lines.addAll(lines(model, fault)));
                lines.add("");
            }
        }
        lines.add(
                faults.isEmpty()
                        ? terminal.toned(Terminal.Tone.GOOD, "No problems") + " of the model " + model
                        : terminal.toned(
                                        Terminal.Tone.BAD,
                                        faults.size() + (faults.size() == 1 ? " problem" : " problems"))
                                + " of the model " + model);
        return lines;
    }

    private List<String> lines(String model, ModelFault fault) {
        String where = fault.line().isPresent() ? model + ":" + fault.line().getAsInt() + ": " : "";
        List<String> lines =
                new ArrayList<>(terminal.folded(2, terminal.text(Terminal.Tone.PLAIN, where + fault.problem())));
        if (!fault.why().isEmpty()) {
            lines.addAll(terminal.folded(INDENT, terminal.text(Terminal.Tone.QUIET, fault.why())));
        }
        for (Fix fix : fault.fixes()) {
            lines.addAll(terminal.folded(
                    INDENT, terminal.text(Terminal.Tone.QUIET, fix.place().words() + ":")));
            // As a line of its own and never folded, to be copied.
            lines.add(" ".repeat(INDENT + 2) + fix.text());
        }
        return lines;
    }
}
