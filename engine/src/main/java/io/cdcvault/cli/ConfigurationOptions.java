package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.settings.Setting;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration is; in every command. */
class ConfigurationOptions {

    /** In this order; the second is where the installed service has it. */
    private static final List<Path> USUAL =
            List.of(Path.of("cdc-vault.yaml"), Path.of("/etc/cdc-vault/cdc-vault.yaml"));

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "Configuration; else the first of:",
                "- what CDC_VAULT_CONFIG names",
                "- ./cdc-vault.yaml",
                "- /etc/cdc-vault/cdc-vault.yaml"
            })
    private @Nullable Path file;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = {"Override a setting, such as", "load.batch-rows=1000."})
    private Map<String, String> overrides = new HashMap<>();

    /** As {@code --set}, for a command's own option. */
    final void override(String key, String value) {
        overrides.put(key, value);
    }

    /** Which of several sources the command is about; empty when none was chosen. */
    Optional<String> source() {
        return Optional.empty();
    }

    /** The names of the configuration's sources; none where there is one without a name. */
    final List<String> sources() {
        return SettingsReader.sources(file(), flags());
    }

    final Settings settings() {
        return settings(source());
    }

    /** Of one of several sources, whichever was chosen. */
    final Settings settings(Optional<String> source) {
        Settings settings = SettingsReader.read(file(), flags(), source);
        Logging.configure(settings.log());
        return settings;
    }

    /**
     * Of a service beside others in one process: each has an admin server of its own, at the next port.
     *
     * @param nth of them, from 0
     */
    final Settings settings(Optional<String> source, int nth) {
        Settings first = settings(source);
        if (nth == 0 || first.admin().port() == 0) {
            return first;
        }
        Map<String, String> flags = flags();
        flags.put("cdc-vault.admin.port", Integer.toString(first.admin().port() + nth));
        return SettingsReader.read(file(), flags, source);
    }

    /** Every setting and where its value came from. */
    final List<Setting> list() {
        return list(source());
    }

    final List<Setting> list(Optional<String> source) {
        return SettingsReader.list(file(), flags(), source);
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        overrides.forEach((key, value) -> flags.put("cdc-vault." + key, value));
        return flags;
    }

    /** With the model as its file says it. */
    final Installation written() {
        return written(settings());
    }

    /** @throws CdcVaultException when the model has tables of sources that are not configured */
    private Installation written(Settings settings) {
        Installation installation = Installation.of(settings);
        TreeSet<String> missing =
                new TreeSet<>(installation.model().settings().share().sources());
        missing.removeAll(sources());
        if (!missing.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "The model " + settings.model() + " has tables of " + String.join(", ", missing)
                            + ", which cdc-vault.sources does not have, only " + String.join(", ", sources()));
        }
        return installation;
    }

    /** With the model as it follows the source's columns, as far as the warehouse answers. */
    final Installation installation() {
        return installation(settings());
    }

    /** Of one of several sources, whichever was chosen. */
    final Installation installation(Settings settings) {
        return written(settings).followingIfKnown();
    }

    /** Of all sources, in the order of their names. */
    final List<Installation> installations() {
        return sources().stream()
                .map(source -> installation(settings(Optional.of(source))))
                .toList();
    }

    private Optional<Path> file() {
        if (file != null) {
            return Optional.of(file);
        }
        String named = System.getenv(SettingsReader.FILE_VARIABLE);
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return first(USUAL);
    }

    /** The first of these files that exists. */
    static Optional<Path> first(List<Path> files) {
        return files.stream().filter(Files::exists).findFirst();
    }
}
