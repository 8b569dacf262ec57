package io.cdcvault.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Gives a secret such as {@code source.password} the value that is in the file which {@code source.password-file} names
 * or that the command in {@code source.password-command} prints. Each is read once, when the configuration is.
 */
final class Secrets implements ConfigSourceFactory {

    static final String SOURCE = "secrets";
    static final String FILE = "-file";

    private static final String COMMAND = "-command";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> NAMES = List.of(
            "source.password",
            "replica.password",
            "warehouse.password",
            "mart.password",
            "kafka.password",
            "admin.token",
            "admin.read-token",
            "alerts.webhook");

    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> found = new HashMap<>();
    private boolean isRead;

    /** What is wrong with them, once the configuration was read; never what they hold. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The certificates of authorities are read later, by those who connect: better to know now. */
    static List<String> unreadableAuthorities(SmallRyeConfig config) {
        return NAMES.stream()
                .filter(name -> name.endsWith(".password"))
                .map(name -> "cdc-vault." + name.replace(".password", ".tls-ca"))
                .flatMap(key -> config
                        .getOptionalValue(key, String.class)
                        .filter(file -> !isReadable(file))
                        .map(file -> key + ": cannot read " + file)
                        .stream())
                .toList();
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (!isRead) {
            isRead = true;
            read(context);
        }
        return List.of(new PropertiesConfigSource(found, SOURCE, 600));
    }

    private void read(ConfigSourceContext context) {
        for (String name : NAMES) {
            String key = "cdc-vault." + name;
            Optional<String> file = value(context, key + FILE);
            Optional<String> command = value(context, key + COMMAND);
            boolean isGivenTwice = value(context, key).isPresent() && (file.isPresent() || command.isPresent());
            if (isGivenTwice || (file.isPresent() && command.isPresent())) {
                problems.add(key + ": give one of it, " + key + FILE + " and " + key + COMMAND);
                continue;
            }
            file.flatMap(path -> read(key + FILE, path)).ifPresent(secret -> found.put(key, secret));
            command.flatMap(line -> print(key + COMMAND, line)).ifPresent(secret -> found.put(key, secret));
        }
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(600);
    }

    private static Optional<String> value(ConfigSourceContext context, String key) {
        return Optional.ofNullable(context.getValue(key)).map(ConfigValue::getValue);
    }

    private Optional<String> read(String key, String path) {
        try {
            return filled(key, Files.readString(Path.of(path)).strip());
        } catch (InvalidPathException e) {
            problems.add(key + ": not the name of a file");
            return Optional.empty();
        } catch (IOException e) {
            boolean isThere = Files.exists(Path.of(path));
            problems.add(key + ": cannot read " + path + (isThere ? "" : ", there is no such file"));
            return Optional.empty();
        }
    }

    private Optional<String> print(String key, String line) {
        try {
            return filled(key, SecretCommand.run(line, PATIENCE));
        } catch (IOException e) {
            problems.add(key + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> filled(String key, String secret) {
        if (secret.isEmpty()) {
            problems.add(key + ": gives nothing");
        }
        // Values may name others by ${…}, and a secret is what it is.
        return Optional.of(secret.replace("$", "\\$")).filter(text -> !text.isEmpty());
    }
}
