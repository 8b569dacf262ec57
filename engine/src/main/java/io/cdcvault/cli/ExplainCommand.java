package io.cdcvault.cli;

import io.cdcvault.drift.SourceWatch;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.service.Publishing;
import io.cdcvault.time.Time;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Print the SQL that loads a source table's changes into the vault, and compare what identifies a row"
                        + " in the model with the source's unique keys.")
final class ExplainCommand implements Callable<Integer> {

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE",
            description = "Source tables, such as tickets or public.tickets; all without any.")
    private List<String> tables = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        Installation installation = configuration.installation();
        List<TableName> chosen = new TableChoice(installation.model())
                .sources(tables).stream().map(SourceTable::table).toList();
        List<LoadPlan> plans = installation.loadPlans().stream()
                .filter(plan -> chosen.contains(plan.table()))
                .toList();
        Output.print(spec, plans.stream().map(LoadPlanText::of).toList());
        return compare(installation, plans);
    }

    /** What the model wants of the source, where the source answers. */
    private int compare(Installation installation, List<LoadPlan> plans) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            List<TableName> explained = plans.stream().map(LoadPlan::table).toList();
            SourceWatch.requireNone(Publishing.rowProblems(installation, explained, time));
            return 0;
        } catch (CdcVaultException e) {
            boolean isProblem = e.kind() == FailureKind.SOURCE_NOT_READY;
            err.println((isProblem ? "" : "Not compared with the source: ") + e.getMessage());
            return isProblem ? e.kind().exitCode() : 0;
        }
    }
}
