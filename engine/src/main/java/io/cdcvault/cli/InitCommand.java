package io.cdcvault.cli;

import static java.util.stream.Collectors.joining;

import io.cdcvault.catalog.Selection;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.FirstModel;
import io.cdcvault.init.SourceAddress;
import io.cdcvault.init.derive.Choices;
import io.cdcvault.init.merge.ModelFile;
import io.cdcvault.init.merge.ModelMerge.Conflict;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Derive a first model from the source's catalog: hubs, links and satellites, with the reason for each"
                        + " choice as a comment. Changes nothing at the source.",
        footer = {
            "",
            "The model can be loaded as it is. Without --source, the source of the configuration is read; its model need"
                    + " not exist yet. For example:",
            "",
            "  cdc-vault init --source URL --user U -o model.yaml"
        })
final class InitCommand implements Callable<Integer> {

    @Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--source",
            paramLabel = "URL",
            description = "The name of one of the configuration's sources; or the source's JDBC URL, or one that begins"
                    + " with postgres://")
    private @Nullable String source;

    @Option(names = "--user", paramLabel = "USER", description = "The role to log in as, with --source.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds its password, if it needs one.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--schema",
            paramLabel = "PATTERN",
            description = "Schemas to read, with * and ?. Without any: those of the file, if it exists, else all.")
    private List<String> schemas = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description =
                    "Tables to leave out, as table or schema.table. Without any: those of the file, if it exists.")
    private List<String> excluded = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = {
                "Write the model to a file. Into one that init wrote before, merge what changed in the source since; edits"
                        + " stay."
            })
    private @Nullable Path output;

    @Option(
            names = "--interactive",
            description = "Ask what a catalog does not say: the hash recipe, tables to leave out, and which of several"
                    + " keys a row is known by. Enter takes what is proposed.")
    private boolean interactive;

    @Option(names = "--force", description = "Replace the file instead of merging.")
    private boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = output;
        boolean isMerged = file != null && new ModelFile(file).exists() && !force;
        if (interactive) {
            if (isMerged) {
                throw new ParameterException(
                        spec.commandLine(),
                        file + " exists: edit it, since init keeps edits; or answer the questions again with --force");
            }
            interview(file);
            return 0;
        }
        if (file != null && isMerged) {
            merge(file);
        } else {
            FirstModel model = FirstModel.of(source(), asked(), Choices.of(HashRecipe.EXACT));
            write(file, model, model);
        }
        return 0;
    }

    private Selection asked() {
        return new Selection(schemas, excluded);
    }

    /** Answers count as edits of what is derived without them, so later merges keep them. */
    private void interview(@Nullable Path file) {
        Settings.Database database = source();
        ModelInterview interview = new ModelInterview(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                spec.commandLine().getErr());
        Choices proposed = Choices.of(interview.hash());
        FirstModel derived = FirstModel.of(database, asked(), proposed);
        List<String> leftOut = new ArrayList<>(excluded);
        leftOut.addAll(interview.excluded(derived.derived().model().sources().size()));
        FirstModel asked = leftOut.size() == excluded.size()
                ? derived
                : FirstModel.of(database, new Selection(schemas, leftOut), proposed);
        Map<TableName, List<String>> keys = interview.keys(asked.questions());
        FirstModel decided = keys.isEmpty()
                ? asked
                : FirstModel.of(database, new Selection(schemas, leftOut), proposed.withKeys(keys));
        write(file, decided, derived);
    }

    /** @param derived without what a person has decided */
    private void write(@Nullable Path file, FirstModel decided, FirstModel derived) {
        decided.warnings().forEach(spec.commandLine().getErr()::println);
        if (file == null) {
            Output.print(spec, decided.text().lines().toList());
        } else {
            new ModelFile(file).replace(decided.text(), derived.text(), asked());
            Output.print(spec, List.of(summary(file, decided)));
        }
    }

    private void merge(Path file) {
        ModelFile written = new ModelFile(file);
        written.requireMergeable();
        Selection selection = asked().orElse(written.selection());
        FirstModel model =
                FirstModel.of(source(), selection, new Choices(written.hash(), written.hasReferences(), Map.of()));
        model.warnings().forEach(spec.commandLine().getErr()::println);
        List<Conflict> conflicts = written.merge(model.text(), selection);
        Terminal terminal = Terminal.ofProcess();
        List<String> lines = new ArrayList<>();
        if (!selection.equals(asked())) {
            lines.addAll(terminal.folded(0, "As when the file was written: " + words(selection) + "."));
        }
        for (Conflict conflict : conflicts) {
            lines.addAll(terminal.folded(
                    0,
                    file + ":" + conflict.line() + ": kept your lines; the source "
                            + (conflict.derived().isEmpty() ? "no longer has what they are about" : "now gives:")));
            // Never folded, to be copied.
            lines.addAll(conflict.derived());
        }
        lines.addAll(terminal.folded(
                0, "Merged into " + file + ". Compare it in your version control, and run `cdc-vault model check`."));
        Output.print(spec, lines);
    }

    private static String words(Selection selection) {
        return Stream.concat(
                        selection.schemas().stream().map(pattern -> "--schema '" + pattern + "'"),
                        selection.excluded().stream().map(pattern -> "--exclude '" + pattern + "'"))
                .collect(joining(" "));
    }

    private Settings.Database source() {
        if (source == null) {
            if (user != null || passwordFile != null) {
                throw new ParameterException(spec.commandLine(), "--user and --password-file go with --source");
            }
            return configuration.settings().source();
        }
        if (user == null && configuration.sources().contains(source)) {
            return configuration.settings(Optional.of(source)).source();
        }
        if (user == null) {
            throw new ParameterException(spec.commandLine(), "--source needs --user");
        }
        String url = source.replaceFirst("^postgres(ql)?://", "jdbc:postgresql://");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new ParameterException(
                    spec.commandLine(), "--source expects a URL such as jdbc:postgresql://host:5432/database");
        }
        return new SourceAddress(url, user, Optional.ofNullable(passwordFile).map(InitCommand::password));
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot read the password file " + file, e);
        }
    }

    private static String summary(Path file, FirstModel written) {
        VaultModel model = written.derived().model();
        int leftOut = written.derived().leftOut().size();
        return file + ": " + model.hubs().size() + " hubs, " + model.links().size() + " links and "
                + model.satellites().size() + " satellites of "
                + model.sources().size() + " tables"
                + (leftOut == 0 ? "" : "; " + leftOut + " left out, listed at its end");
    }
}
