package io.cdcvault.cli;

import io.cdcvault.doctor.Doctor;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.FindingsJson;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.time.Time;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Look at everything that the service depends on, and print what to paste where something is wrong."
                        + " Changes nothing.",
        exitCodeList = {"0:no errors; there may be warnings", "4:errors were found"})
final class DoctorCommand implements Callable<Integer> {

    private static final int ERRORS = 4;

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--problems", description = "Show problems only.")
    private boolean problems;

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(configuration.installation(), time).examine();
        output.print(() -> List.of(FindingsJson.of(findings)), terminal -> new FindingsText(terminal, !problems)
                .of(findings));
        boolean isWell = findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        return isWell ? 0 : ERRORS;
    }
}
