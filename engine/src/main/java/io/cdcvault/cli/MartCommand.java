package io.cdcvault.cli;

import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.installation.Installation;
import io.cdcvault.mart.MartCatalog;
import io.cdcvault.mart.MartDefinition;
import io.cdcvault.mart.Marts;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.MartState;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.collect.StatusCollector;
import io.cdcvault.time.Time;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "mart",
        mixinStandardHelpOptions = true,
        description = "List the marts, refresh them from the vault, or show how fresh they are.",
        footer = {
            "",
            "A mart is a .sql file in the folder `mart.files`: a SELECT over the vault under a few comments that say"
                    + " where its rows go in the presentation database. Readers there see the old rows or the new, never a"
                    + " part."
        })
final class MartCommand implements Runnable {

    private static final int SOME_ARE_NOT_WELL = 1;

    private final Time time = Time.system();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, refresh or status");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List what the files define; connects to nothing. Exit code 1 if any file has problems.")
    int list(@Mixin SourceOptions configuration, @Mixin Output output) {
        MartCatalog catalog = MartCatalog.read(configuration.settings());
        output.print(() -> MartText.jsonOf(catalog.marts()), terminal -> MartText.table(catalog.marts(), terminal));
        PrintWriter err = spec.commandLine().getErr();
        catalog.problems().forEach(err::println);
        err.flush();
        return catalog.problems().isEmpty() ? 0 : SOME_ARE_NOT_WELL;
    }

    @Command(
            name = "refresh",
            mixinStandardHelpOptions = true,
            description = "Refresh these marts, or all. Waits for a refresh of the same mart that is under way.")
    int refresh(
            @Mixin SourceOptions configuration,
            @Mixin Output output,
            @Parameters(arity = "0..*", paramLabel = "MART", description = "As listed.") @Nullable List<String> names) {
        Installation installation = configuration.installation();
        Marts marts = new Marts(
                installation.settings(), installation.model().settings().schema(), time);
        for (String name : chosen(marts.catalog(), names)) {
            MartOutcome outcome = marts.refresh(name);
            output.print(
                    () -> List.of(MartText.json(name, outcome)),
                    terminal -> terminal.folded(0, MartText.line(name, outcome)));
        }
        return 0;
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Show how fresh each mart is. Exit code 1 if any is stale or the presentation database does"
                    + " not answer.")
    int status(@Mixin SourceOptions configuration, @Mixin Output output) {
        Settings settings = configuration.settings();
        Optional<MartsStatus> marts =
                new StatusCollector(settings, time).collect().marts();
        if (marts.isEmpty()) {
            Output.print(spec, List.of("No presentation database is configured: `mart.url`"));
            return 0;
        }
        output.print(() -> MartText.json(marts.get()), terminal -> MartText.table(marts.get(), terminal));
        return marts.get().state().compareTo(MartState.WAITING) <= 0 ? 0 : SOME_ARE_NOT_WELL;
    }

    private static List<String> chosen(MartCatalog catalog, @Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return catalog.marts().stream().map(MartDefinition::name).toList();
        }
        names.forEach(catalog::named);
        return names;
    }
}
