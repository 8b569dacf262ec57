package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command that looks at an installation once for each of its sources, unless one is chosen. The exit code is the
 * worst; a source that fails keeps no other from its turn.
 */
final class EachSource implements IExecutionStrategy {

    private static final Set<String> COMMANDS = Set.of(
            "config show",
            "dead-letters list",
            "doctor",
            "explain",
            "model check",
            "model diff",
            "model history",
            "model show",
            "pause",
            "resume",
            "setup",
            "status",
            "topics",
            "verify");

    /** A table that is named is one source's. */
    private static final Set<String> OF_TABLES = Set.of("explain", "topics", "verify");

    /** The exit code of {@code verify} for a vault that equals its source but for rows that wait. */
    private static final int WAITING = 3;

    /** With these a command is about one: what it prints is run on its server, or it does not end. */
    private static final List<String> OF_ONE = List.of("--print", "--watch");

    @Override
    public int execute(ParseResult result) {
        ParseResult last = result;
        StringBuilder name = new StringBuilder();
        while (last.hasSubcommand()) {
            last = last.subcommand();
            name.append(name.isEmpty() ? "" : " ").append(last.commandSpec().name());
        }
        Optional<SourceOptions> options = options(last.commandSpec());
        List<String> sources = isForEach(name.toString(), last)
                        && options.filter(each -> each.source().isEmpty()).isPresent()
                ? sources(options.get())
                : List.of();
        return sources.isEmpty()
                ? new RunLast().execute(result)
                : each(name.toString(), result, last, options.get(), sources);
    }

    /** None, too, when the configuration cannot be read: the command says so. */
    private static List<String> sources(SourceOptions options) {
        try {
            return options.sources();
        } catch (CdcVaultException e) {
            return List.of();
        }
    }

    private static int each(
            String name, ParseResult result, ParseResult last, SourceOptions options, List<String> sources) {
        CommandLine command = last.commandSpec().commandLine();
        int exitCode = 0;
        for (String source : sources) {
            options.choose(source);
            if (!last.hasMatchedOption("--json")) {
                boolean isFirst = source.equals(sources.get(0));
                command.getOut().println((isFirst ? "" : System.lineSeparator()) + "Source " + source);
                command.getOut().flush();
            }
            exitCode = worse(name, exitCode, run(result, command));
        }
        return exitCode;
    }

    /** The greater, but that a vault which differs is worse than one whose rows wait. */
    static int worse(String command, int one, int other) {
        boolean isOne = rank(command, one) >= rank(command, other);
        return isOne ? one : other;
    }

    private static int rank(String command, int exitCode) {
        return command.equals("verify") && exitCode == WAITING ? 1 : 2 * exitCode;
    }

    private static int run(ParseResult result, CommandLine command) {
        try {
            return new RunLast().execute(result);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CdcVaultException failure) {
                return FailurePrinter.print(failure, command.getErr());
            }
            throw e;
        }
    }

    private static boolean isForEach(String name, ParseResult command) {
        return COMMANDS.contains(name)
                && !(OF_TABLES.contains(name) && command.hasMatchedPositional(0))
                && !command.isUsageHelpRequested()
                && OF_ONE.stream().noneMatch(command::hasMatchedOption);
    }

    /** Whichever command it is, its options come by a mixin. */
    static Optional<SourceOptions> options(CommandSpec command) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(SourceOptions.class::isInstance)
                .map(SourceOptions.class::cast)
                .findFirst();
    }
}
