package io.cdcvault.cli;

import io.cdcvault.catalog.Selection;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.FirstModel;
import io.cdcvault.init.SourceAddress;
import io.cdcvault.init.merge.ModelFile;
import io.cdcvault.init.merge.ModelMerge.Conflict;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            description = "The source's JDBC URL, or one that begins with postgres://")
    private @Nullable String source;

    @Option(names = "--user", paramLabel = "USER", description = "The role to log in as, with --source.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds its password, if it needs one.")
    private @Nullable Path passwordFile;

    @Option(names = "--schema", paramLabel = "PATTERN", description = "Schemas to read, with * and ?; all without any.")
    private List<String> schemas = List.of();

    @Option(names = "--exclude", paramLabel = "PATTERN", description = "Tables to leave out, as table or schema.table.")
    private List<String> excluded = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = {
                "Write the model to a file. Into one that init wrote before, merge what changed in the source since; edits"
                        + " stay."
            })
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace the file instead of merging.")
    private boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = output;
        boolean isMerged = file != null && new ModelFile(file).exists() && !force;
        String hash = HashRecipe.EXACT;
        boolean areReferencesFollowed = true;
        if (file != null && isMerged) {
            new ModelFile(file).requireMergeable();
            hash = new ModelFile(file).hash();
            areReferencesFollowed = new ModelFile(file).hasReferences();
        }
        FirstModel model = FirstModel.of(source(), new Selection(schemas, excluded), hash, areReferencesFollowed);
        model.warnings().forEach(spec.commandLine().getErr()::println);
        if (file == null) {
            Output.print(spec, model.text().lines().toList());
        } else if (isMerged) {
            merge(file, model);
        } else {
            new ModelFile(file).replace(model.text());
            Output.print(spec, List.of(summary(file, model)));
        }
        return 0;
    }

    private void merge(Path file, FirstModel model) {
        List<Conflict> conflicts = new ModelFile(file).merge(model.text());
        Terminal terminal = Terminal.ofProcess();
        List<String> lines = new ArrayList<>();
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

    private Settings.Database source() {
        if (source == null) {
            if (user != null || passwordFile != null) {
                throw new ParameterException(spec.commandLine(), "--user and --password-file go with --source");
            }
            return configuration.settings().source();
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
