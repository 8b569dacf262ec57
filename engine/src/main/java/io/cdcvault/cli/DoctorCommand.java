package io.cdcvault.cli;

import io.cdcvault.doctor.Doctor;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.FindingsJson;
import io.cdcvault.doctor.finding.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Look at everything that the service depends on, and print what to paste where something is wrong."
                        + " Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no errors; there may be warnings",
            "2:wrong usage, configuration or model",
            "4:errors were found"
        })
final class DoctorCommand implements Callable<Integer> {

    private static final int ERRORS = 4;

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--json", description = "Print one JSON object on a line.")
    private boolean json;

    @Option(names = "--problems", description = "Show problems only.")
    private boolean problems;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(configuration.installation()).examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(FindingsJson.of(findings));
        } else {
            new FindingsText(Terminal.ofProcess(), !problems).of(findings).forEach(out::println);
        }
        out.flush();
        boolean isWell = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        return isWell ? 0 : ERRORS;
    }
}
