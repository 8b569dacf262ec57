package io.cdcvault.cli;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration is; in every command. */
final class ConfigurationOptions {

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
    void override(String key, String value) {
        overrides.put(key, value);
    }

    Settings settings() {
        Settings settings = SettingsReader.read(file(), flags());
        Logging.configure(settings.log());
        return settings;
    }

    /** Every setting and where its value came from. */
    List<Setting> list() {
        return SettingsReader.list(file(), flags());
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        overrides.forEach((key, value) -> flags.put("cdc-vault." + key, value));
        return flags;
    }

    /** With the model as its file says it. */
    Installation written() {
        return Installation.of(settings());
    }

    /** With the model as it follows the source's columns, as far as the warehouse answers. */
    Installation installation() {
        return written().followingIfKnown();
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
