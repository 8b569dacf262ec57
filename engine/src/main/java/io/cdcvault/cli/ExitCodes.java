package io.cdcvault.cli;

import io.cdcvault.failure.FailureArea;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Adds the exit codes of failures to every command's list, which is written with the command's own codes only. */
final class ExitCodes implements IModelTransformer {

    private static final Set<FailureArea> SYSTEMS = EnumSet.complementOf(EnumSet.of(FailureArea.USAGE));

    @Override
    public CommandSpec transform(CommandSpec root) {
        Map<String, String> areas = new LinkedHashMap<>();
        for (FailureArea area : FailureArea.values()) {
            areas.put(area.exitCodes(), area.words());
        }
        complete(root, areas);
        root.subcommands().values().forEach(ExitCodes::complete);
        return root;
    }

    private static void complete(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        // What reads no configuration connects to nothing.
        boolean connects = spec.findOption("--config") != null;
        complete(spec, failures(connects ? SYSTEMS : Set.of(FailureArea.PROGRAM)));
        command.getSubcommands().values().forEach(ExitCodes::complete);
    }

    /** One entry for all of them: a command's help is no place for a table. */
    private static Map<String, String> failures(Set<FailureArea> areas) {
        String first = areas.iterator().next().exitCodes();
        String last = areas.stream().reduce((one, next) -> next).orElseThrow().exitCodes();
        String codes = first.substring(0, first.indexOf('-')) + last.substring(last.indexOf('-'));
        String words = areas.size() == 1
                ? FailureArea.PROGRAM.words()
                : "a failure of what the command uses: "
                        + areas.stream()
                                .map(area -> area.exitCodes() + " " + area.words())
                                .collect(Collectors.joining("; "));
        return Map.of(FailureArea.USAGE.exitCodes(), FailureArea.USAGE.words(), codes, words);
    }

    private static void complete(CommandSpec spec, Map<String, String> failures) {
        Map<String, String> codes = new TreeMap<>(Comparator.comparingInt(ExitCodes::first));
        codes.put("0", "done");
        codes.putAll(failures);
        spec.usageMessage().exitCodeList().forEach((code, words) -> codes.put(code.strip(), words));
        Map<String, String> aligned = new LinkedHashMap<>();
        codes.forEach((code, words) -> aligned.put(code.length() == 1 ? " " + code : code, words));
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(aligned);
    }

    private static int first(String codes) {
        return Integer.parseInt(codes.split("-", -1)[0]);
    }
}
