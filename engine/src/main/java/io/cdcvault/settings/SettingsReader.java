package io.cdcvault.settings;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        return read(file, flags, Optional.empty());
    }

    /**
     * The same for one of several sources.
     *
     * @param source its name; empty where there is one source without a name
     * @throws CdcVaultException with every problem at once, also when the configuration does not have the source
     */
    public static Settings read(Optional<Path> file, Map<String, String> flags, Optional<String> source) {
        return config(file, flags, source).getConfigMapping(Settings.class);
    }

    /** The names of the sources, by name; none where there is one without a name. */
    public static List<String> sources(Optional<Path> file, Map<String, String> flags) {
        return sources(file.map(SettingsReader::file).orElseGet(() -> ConfigurationFile.of("")), flags);
    }

    private static List<String> sources(ConfigurationFile file, Map<String, String> flags) {
        return Sources.named(Stream.of(
                        file.values().keySet(),
                        flags.keySet(),
                        System.getProperties().stringPropertyNames())
                .flatMap(Set::stream));
    }

    /**
     * Every setting, by name, with where its value came from; secrets are masked.
     *
     * @param flags as for {@link #read}
     * @throws CdcVaultException with every problem at once
     */
    public static List<Setting> list(Optional<Path> file, Map<String, String> flags) {
        return list(file, flags, Optional.empty());
    }

    /**
     * The same for one of several sources.
     *
     * @throws CdcVaultException with every problem at once
     */
    public static List<Setting> list(Optional<Path> file, Map<String, String> flags, Optional<String> source) {
        return EffectiveSettings.of(config(file, flags, source), file);
    }

    private static SmallRyeConfig config(Optional<Path> path, Map<String, String> flags, Optional<String> source) {
        ConfigurationFile file = path.map(SettingsReader::file).orElseGet(() -> ConfigurationFile.of(""));
        List<String> sources = sources(file, flags);
        List<String> problems = new ArrayList<>(file.problems());
        problems.addAll(new UnknownNames(flags).problems());
        if (!sources.isEmpty()) {
            problems.addAll(new SourcesCheck(file, flags, sources).problems());
        }
        if (!source.map(sources::contains).orElse(sources.isEmpty())) {
            problems.add(choice(sources, source));
            return refuse(path, problems);
        }
        return config(path, new Given(file, flags, source), problems);
    }

    private static String choice(List<String> sources, Optional<String> source) {
        if (sources.isEmpty()) {
            return "There is one source, without a name, expected no --source " + source.orElse("");
        }
        return source.map(name -> "There is no source " + name + " below cdc-vault.sources")
                        .orElse("There are several sources: say which one with --source")
                + ", expected one of " + String.join(", ", sources);
    }

    private static SmallRyeConfig config(Optional<Path> path, Given given, List<String> before) {
        ConfigurationFile file = given.ofSource();
        Secrets secrets = new Secrets();
        List<String> problems = new ArrayList<>();
        try {
            SmallRyeConfig plain = given.builder(secrets).build();
            problems.addAll(new ValuesCheck(plain, file).problems());
            problems.addAll(Secrets.unreadableAuthorities(plain));
            problems.addAll(secrets.problems());
            if (problems.isEmpty() && before.isEmpty()) {
                return given.builder(secrets).withMapping(Settings.class).build();
            }
        } catch (ConfigValidationException e) {
            IntStream.range(0, e.getProblemCount())
                    .mapToObj(i -> withoutCode(e.getProblem(i).getMessage()))
                    .forEach(problems::add);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            problems.add(withoutCode(e.getMessage()));
        }
        Stream<String> asWritten = problems.stream().map(problem -> given.source()
                .map(source -> Sources.asWritten(source, problem))
                .orElse(problem));
        return refuse(path, Stream.concat(before.stream(), asWritten).toList());
    }

    private static SmallRyeConfig refuse(Optional<Path> path, List<String> problems) {
        throw new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID,
                "The configuration" + path.map(each -> " " + each).orElse(WITHOUT_FILE) + " has problems:"
                        + lines(problems));
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
