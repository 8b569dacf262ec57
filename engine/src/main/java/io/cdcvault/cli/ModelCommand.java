package io.cdcvault.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.bookkeeping.ColumnLedger;
import io.cdcvault.bookkeeping.ModelChanges;
import io.cdcvault.bookkeeping.ModelHistory;
import io.cdcvault.bookkeeping.SourceNotices;
import io.cdcvault.bookkeeping.VaultCatalog;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.check.ModelCheck;
import io.cdcvault.check.ModelFault;
import io.cdcvault.diagram.MappingDiagram;
import io.cdcvault.diagram.MappingMermaid;
import io.cdcvault.diagram.VaultDiagram;
import io.cdcvault.diagram.VaultMermaid;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description =
                "Show the model, check it against the source and the warehouse, or list what it changes in the vault.")
final class ModelCommand implements Runnable {

    private static final int PROBLEMS = 4;
    private static final int CHANGES = 4;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: show, check, diff, migrate or history");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print hubs, links and satellites with what feeds them.")
    int show(
            @Mixin SourceOptions configuration,
            @Option(names = "--mapping", description = "What each column of the source feeds, instead.")
                    boolean mapping,
            @Option(names = "--mermaid", description = "Print a diagram for Markdown.") boolean mermaid,
            @Option(names = "--svg", description = "Print a diagram as an SVG file.") boolean svg) {
        if (mermaid && svg) {
            throw new ParameterException(spec.commandLine(), "Say --mermaid or --svg, not both");
        }
        VaultModel model = configuration.installation().model();
        if (svg) {
            Output.print(
                    spec,
                    (mapping ? MappingDiagram.svg(model) : VaultDiagram.svg(model))
                            .lines()
                            .toList());
        } else if (mermaid) {
            Output.print(spec, mapping ? MappingMermaid.of(model) : VaultMermaid.of(model));
        } else {
            ModelTables tables = new ModelTables(Terminal.ofProcess());
            Output.print(spec, mapping ? tables.mapping(model) : tables.of(model));
        }
        return 0;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Check the model's file, then compare it with the source's tables and with the vault as it stands."
                            + " Changes nothing.",
            exitCodeList = {"0:no problems", "4:problems were found"})
    int check(
            @Mixin SourceOptions configuration,
            @Option(names = "--source-only", description = "Leave out the warehouse.") boolean sourceOnly,
            @Mixin Output output) {
        Settings settings = configuration.settings();
        List<ModelFault> faults = new ModelCheck(settings, sourceOnly).faults();
        output.print(() -> List.of(json(faults)), terminal -> new FaultsText(terminal).of(settings.model(), faults));
        return faults.isEmpty() ? 0 : PROBLEMS;
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description =
                    "List what becomes different when a service starts with the model: in the vault, in what is captured,"
                            + " and which source tables are read again. Changes nothing.",
            exitCodeList = {"0:nothing changes", "4:something changes"})
    int diff(@Mixin SourceOptions configuration, @Mixin Output output) {
        Installation installation = configuration.installation();
        ModelChanges changes = changes(installation);
        ModelChangesText text = new ModelChangesText(changes);
        output.print(
                () -> List.of(text.json()),
                terminal -> text.lines(terminal, installation.settings().model()));
        return changes.isEmpty() ? 0 : CHANGES;
    }

    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description =
                    "Let the running services load by the model's file as it is now, without a restart. They take it"
                            + " within seconds; see `model diff` for what becomes different.",
            exitCodeList = {
                "0:the services take the model, or have it already",
                "4:something is no longer fed or loaded, or fed otherwise; nothing was changed",
                "33:the vault cannot become what the model says; nothing was changed"
            })
    int migrate(
            @Mixin SourceOptions configuration,
            @Option(
                            names = "--allow",
                            description =
                                    "Also when the model no longer feeds or loads something, or feeds it otherwise: what"
                                            + " is loaded stays.")
                    boolean allow,
            @Mixin Output output) {
        Installation installation = configuration.written().following();
        ModelChanges changes = changes(installation);
        ModelMigration migration = new ModelMigration(installation, changes);
        migration.requirePossible();
        boolean isTaken = allow || !changes.needsConsent();
        if (isTaken) {
            migration.run();
        }
        output.print(() -> List.of(migration.json(isTaken)), terminal -> migration.lines(terminal, isTaken));
        return isTaken ? 0 : CHANGES;
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "List what became of the source's tables since the model's file was written: what the vault"
                    + " follows, such as columns that they have got, and what else was noticed of them.")
    int history(@Mixin SourceOptions configuration, @Mixin Output output) {
        Installation written = configuration.written();
        String schema = written.model().settings().schema();
        try (Warehouse warehouse = Warehouse.connectBriefly(written.settings())) {
            warehouse.requireOwned(schema);
            ColumnHistoryText text = warehouse.attempt(
                    "read what became of the source's tables",
                    () -> new ColumnHistoryText(
                            new ColumnLedger(warehouse.connection(), warehouse.vault(schema)).all(),
                            new SourceNotices(warehouse.connection(), warehouse.vault(schema)).all()));
            output.print(() -> List.of(text.json()), text::lines);
        }
        return 0;
    }

    private static ModelChanges changes(Installation installation) {
        String schema = installation.model().settings().schema();
        try (Warehouse warehouse = Warehouse.connectBriefly(installation.settings())) {
            warehouse.requireOwned(schema);
            return warehouse.attempt("compare the model with the vault", () -> {
                ModelChanges changes = new ModelHistory(warehouse.connection(), warehouse.vault(schema))
                        .changes(
                                installation.model(),
                                VaultCatalog.columns(warehouse.connection(), schema),
                                installation.settings());
                warehouse.connection().commit();
                return changes;
            });
        }
    }

    private static String json(List<ModelFault> faults) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode list = all.putArray("problems");
        for (ModelFault fault : faults) {
            ObjectNode each = list.addObject();
            fault.line().ifPresentOrElse(line -> each.put("line", line), () -> each.putNull("line"));
            each.put("place", fault.place().name().toLowerCase(Locale.ROOT));
            each.put("problem", fault.problem());
            each.put("why", fault.why());
            ArrayNode fixes = each.putArray("fixes");
            fault.fixes().forEach(fix -> fixes.add(fix.text()));
        }
        return all.toString();
    }
}
