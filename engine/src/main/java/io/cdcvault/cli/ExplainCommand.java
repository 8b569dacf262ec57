package io.cdcvault.cli;

import io.cdcvault.drift.SourceWatch;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.service.Publishing;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Such as public.tickets; all tables without it.")
    private @Nullable String table;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        Installation installation = configuration.installation();
        List<LoadPlan> plans = installation.loadPlans().stream()
                .filter(plan -> table == null || plan.table().toString().equals(table))
                .toList();
        if (plans.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "The model maps no table " + table + "; it maps " + installation.tables());
        }
        plans.forEach(plan -> print(plan, spec.commandLine().getOut()));
        return compare(installation, plans);
    }

    /** What the model wants of the source, where the source answers. */
    private int compare(Installation installation, List<LoadPlan> plans) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            List<TableName> explained = plans.stream().map(LoadPlan::table).toList();
            SourceWatch.requireNone(Publishing.rowProblems(installation, explained));
            return 0;
        } catch (CdcVaultException e) {
            boolean isProblem = e.kind() == FailureKind.SOURCE_NOT_READY;
            err.println((isProblem ? "" : "Not compared with the source: ") + e.getMessage());
            return isProblem ? e.kind().exitCode() : 0;
        }
    }

    private static void print(LoadPlan plan, PrintWriter out) {
        out.println("-- " + plan.table() + ": staged once a session");
        out.println(plan.staging().createStatement() + ";");
        out.println();
        out.println("-- every batch: changes are copied in as typed values");
        out.println(plan.staging().copyStatement() + ";");
        out.println();
        out.println("-- every batch: one statement into " + String.join(", ", plan.targets()));
        out.println(plan.loadStatement() + ";");
        out.println();
        out.println("-- a truncate stages the deletion of every row");
        out.println(plan.truncateStatement() + ";");
        out.println();
        out.flush();
    }
}
