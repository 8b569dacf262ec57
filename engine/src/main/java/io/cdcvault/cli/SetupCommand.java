package io.cdcvault.cli;

import io.cdcvault.installation.Installation;
import io.cdcvault.service.Preparation;
import io.cdcvault.service.Removal;
import io.cdcvault.setup.SetupPart;
import io.cdcvault.setup.SetupScript;
import io.cdcvault.time.Time;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description =
                "Make what the service makes when it starts: the publication, the topics, the vault's tables. With"
                        + " --print, print what an administrator has to run instead, for roles that may do no more than"
                        + " they must.",
        footer = {
            "",
            "What is printed holds no password, and may be run again. As a superuser of the master, then of the"
                    + " warehouse:",
            "",
            "  cdc-vault setup --print master | psql -d DATABASE",
            "  cdc-vault setup --print warehouse | psql -d DATABASE"
        })
final class SetupCommand implements Callable<Integer> {

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Option(names = "--print", description = "Print, and change nothing; connects to nothing either.")
    private boolean print;

    @Option(
            names = "--remove",
            description =
                    "Drop the slot and the publication at the master instead, when the service is stopped for good."
                            + " Vault and topics stay as they are, and cannot be continued.")
    private boolean remove;

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "With --print, only one part: ${COMPLETION-CANDIDATES}.")
    private @Nullable SetupPart part;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (part != null && !print) {
            throw new ParameterException(spec.commandLine(), "PART goes with --print");
        }
        if (remove && print) {
            throw new ParameterException(spec.commandLine(), "Say --print or --remove, not both");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (remove) {
            new Removal(configuration.settings()).run(out::println);
            out.flush();
            return 0;
        }
        Installation installation = configuration.written();
        if (print) {
            List<SetupPart> parts = part == null ? List.of(SetupPart.values()) : List.of(part);
            new SetupScript(installation).lines(parts).forEach(out::println);
        } else {
            new Preparation(installation, time).run(line -> {
                out.println(line);
                out.flush();
            });
        }
        out.flush();
        return 0;
    }
}
