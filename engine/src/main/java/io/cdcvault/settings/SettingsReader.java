package io.cdcvault.settings;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the configuration: a YAML file, the environment, system properties and flags, each over the one before. */
public final class SettingsReader {

    /** Names the file when no flag does. Not a setting itself. */
    public static final String FILE_VARIABLE = "CDC_VAULT_CONFIG";

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
        return EffectiveSettings.of(config(file, flags));
    }

    private static SmallRyeConfig config(Optional<Path> file, Map<String, String> flags) {
        Secrets secrets = new Secrets();
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(java.time.Duration.class, 200, SettingsReader::duration)
                .withSources(new EnvConfigSource(environment(), 300), new SysPropConfigSource())
                .withSources(new PropertiesConfigSource(flags, "flags", 500))
                .withSources(secrets)
                .withMapping(Settings.class);
        file.ifPresent(path -> builder.withSources(yaml(path)));
        List<String> problems = new ArrayList<>();
        try {
            SmallRyeConfig config = builder.build();
            problems.addAll(Secrets.unreadableAuthorities(config));
            if (problems.isEmpty() && secrets.problems().isEmpty()) {
                return config;
            }
        } catch (ConfigValidationException e) {
            problems.addAll(messages(e));
        }
        problems.addAll(secrets.problems());
        throw new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID,
                "The configuration" + file.map(path -> " " + path).orElse("") + " has problems:" + lines(problems));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove(FILE_VARIABLE);
        return environment;
    }

    private static YamlConfigSource yaml(Path path) {
        try {
            return new YamlConfigSource(path.toString(), Files.readString(path), 200);
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot read the configuration " + path, e);
        }
    }

    /** {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h} or ISO 8601. */
    private static java.time.Duration duration(String text) {
        String lower = text.strip().toLowerCase(java.util.Locale.ROOT);
        if (lower.endsWith("ms")) {
            return java.time.Duration.ofMillis(
                    Long.parseLong(lower.substring(0, lower.length() - 2).strip()));
        }
        return java.time.Duration.parse(lower.startsWith("p") ? lower : "pt" + lower);
    }

    private static List<String> messages(ConfigValidationException e) {
        return IntStream.range(0, e.getProblemCount())
                .mapToObj(i -> e.getProblem(i).getMessage())
                .toList();
    }

    private static String lines(List<String> problems) {
        return problems.stream()
                .map(problem -> System.lineSeparator() + "  - " + problem)
                .sorted()
                .collect(Collectors.joining());
    }
}
