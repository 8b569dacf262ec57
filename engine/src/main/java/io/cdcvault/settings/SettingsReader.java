package io.cdcvault.settings;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the configuration: a YAML file, the environment, system properties and flags, each over the one before. */
public final class SettingsReader {

    /** Names the file when no flag does. Not a setting itself. */
    public static final String FILE_VARIABLE = "CDC_VAULT_CONFIG";

    private static final String WITHOUT_FILE =
            " without a file (neither --config nor CDC_VAULT_CONFIG names one, nor is there ./cdc-vault.yaml or"
                    + " /etc/cdc-vault/cdc-vault.yaml)";

    /** What the file's source is called among the sources. */
    static final String FILE = "file";

    private SettingsReader() {}

    /**
     * Reads and checks everything.
     *
     * @param flags full key to value, such as {@code cdc-vault.load.batch-rows}
     * @throws CdcVaultException with every problem at once
     */
    public static Settings read(Optional<Path> file, Map<String, String> flags) {
        return config(file, flags).getConfigMapping(Settings.class);
    }

    /**
     * Every setting, by name, with where its value came from; secrets are masked.
     *
     * @param flags as for {@link #read}
     * @throws CdcVaultException with every problem at once
     */
    public static List<Setting> list(Optional<Path> file, Map<String, String> flags) {
        return EffectiveSettings.of(config(file, flags), file);
    }

    private static SmallRyeConfig config(Optional<Path> path, Map<String, String> flags) {
        ConfigurationFile file = path.map(SettingsReader::file).orElseGet(() -> ConfigurationFile.of(""));
        Secrets secrets = new Secrets();
        List<String> problems = new ArrayList<>(file.problems());
        problems.addAll(new UnknownNames(flags).problems());
        try {
            SmallRyeConfig plain = builder(file, flags, secrets).build();
            problems.addAll(new ValuesCheck(plain, file).problems());
            problems.addAll(Secrets.unreadableAuthorities(plain));
            problems.addAll(secrets.problems());
            if (problems.isEmpty()) {
                return builder(file, flags, secrets).withMapping(Settings.class).build();
            }
        } catch (ConfigValidationException e) {
            IntStream.range(0, e.getProblemCount())
                    .mapToObj(i -> withoutCode(e.getProblem(i).getMessage()))
                    .forEach(problems::add);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            problems.add(withoutCode(e.getMessage()));
        }
        throw new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID,
                "The configuration" + path.map(each -> " " + each).orElse(WITHOUT_FILE) + " has problems:"
                        + lines(problems));
    }

    private static SmallRyeConfigBuilder builder(ConfigurationFile file, Map<String, String> flags, Secrets secrets) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(java.time.Duration.class, 200, SettingCheck::duration)
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .withSources(new EnvConfigSource(environment(), 300), new SysPropConfigSource())
                .withSources(new PropertiesConfigSource(OpenNames.quoted(flags), "flags", 500))
                .withSources(new PropertiesConfigSource(file.values(), FILE, 200))
                .withSources(secrets)
                .withSources(new SourceNames());
    }

    /** A library's own code does not help the author of a configuration. */
    private static String withoutCode(@Nullable String message) {
        return String.valueOf(message).replaceAll("SRCFG\\d+: ", "");
    }

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove(FILE_VARIABLE);
        return environment;
    }

    private static ConfigurationFile file(Path path) {
        try {
            return ConfigurationFile.of(Files.readString(path));
        } catch (CharacterCodingException e) {
            throw unreadable(path, "it is not text in UTF-8", e);
        } catch (NoSuchFileException e) {
            throw unreadable(path, "there is no such file", e);
        } catch (IOException e) {
            throw unreadable(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static CdcVaultException unreadable(Path path, String why, IOException cause) {
        return new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID, "Cannot read the configuration " + path + ": " + why, cause);
    }

    private static String lines(List<String> problems) {
        return problems.stream()
                .distinct()
                .map(problem -> System.lineSeparator() + "  - " + problem)
                .collect(Collectors.joining());
    }
}
