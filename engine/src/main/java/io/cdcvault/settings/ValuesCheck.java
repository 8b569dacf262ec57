package io.cdcvault.settings;

import io.cdcvault.settings.KnownSettings.Known;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether every setting that is required is there, and every value can be what it is to be. */
final class ValuesCheck {

    private static final Pattern EXPRESSION = Pattern.compile("(?<!\\\\)\\$\\{([^}:]*)}");

    private final SmallRyeConfig config;
    private final ConfigurationFile file;
    private final List<String> problems = new ArrayList<>();

    /** @param config without the mapping, so that every problem is found and not only a library's first */
    ValuesCheck(SmallRyeConfig config, ConfigurationFile file) {
        this.config = config;
        this.file = file;
    }

    List<String> problems() {
        KnownSettings.ALL.settings().forEach(this::check);
        openNames().forEach(key -> value(key).ifPresent(text -> checkText(key, text)));
        checkQueue();
        return problems;
    }

    private void check(Known setting) {
        Optional<String> text = value(setting.key());
        if (text.isPresent()) {
            SettingCheck.problem(setting, text.get()).ifPresent(problem -> report(setting.key(), problem));
        } else if (!setting.isOptional() && isGiven(setting.key())) {
            report(setting.key(), "is given without a value");
        } else if (setting.isRequired() && setting.section().map(this::isUsed).orElse(true)) {
            report(setting.key(), "is missing");
        }
    }

    private void checkText(String key, String text) {
        KnownSettings.ALL
                .openSection(key.substring(KnownSettings.PREFIX.length()))
                .flatMap(section -> SettingCheck.problem(section, text))
                .ifPresent(problem -> report(key, problem));
    }

    /** Whether anything is said of a section that may be left out as a whole. */
    private boolean isUsed(String section) {
        return KnownSettings.ALL.settings().stream()
                .filter(setting -> setting.name().startsWith(section))
                .anyMatch(setting -> isGiven(setting.key()));
    }

    /** Also with nothing as its value. */
    private boolean isGiven(String key) {
        try {
            return config.getConfigValue(key).getRawValue() != null;
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return true;
        }
    }

    /** The value with the others that it names; what it names and is not there is reported. */
    private Optional<String> value(String key) {
        ConfigValue found;
        try {
            found = config.getConfigValue(key);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            report(key, "names other values in a circle, or too deeply");
            return Optional.empty();
        }
        Optional<String> raw = Optional.ofNullable(found.getRawValue());
        raw.stream()
                .flatMap(this::missingNames)
                .forEach(name -> report(
                        key,
                        "names ${" + name + "}, and there is no such variable or setting; `${" + name
                                + ":}` stands for nothing where it is not set"));
        return Optional.ofNullable(found.getValue()).filter(text -> !text.isEmpty());
    }

    private Optional<String> raw(String key) {
        try {
            return Optional.ofNullable(config.getConfigValue(key).getRawValue()).filter(text -> !text.isEmpty());
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return Optional.of(key);
        }
    }

    private Stream<String> missingNames(String raw) {
        Matcher names = EXPRESSION.matcher(raw);
        return names.results()
                .map(name -> name.group(1))
                .filter(name -> raw(name).isEmpty() && isUnset(name));
    }

    /** One that is set to nothing is meant to be nothing. */
    private boolean isUnset(String name) {
        return !System.getenv().containsKey(name) && System.getProperty(name) == null && !isGiven(name);
    }

    private List<String> openNames() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(key -> key.startsWith(KnownSettings.PREFIX)
                        && KnownSettings.ALL.isOpen(key.substring(KnownSettings.PREFIX.length())))
                .distinct()
                .sorted()
                .toList();
    }

    /** The connector refuses a queue that does not hold more than a batch. */
    private void checkQueue() {
        if (problems.isEmpty()) {
            long batch = number("capture.max-batch-size", 8192);
            long queue = number("capture.max-queue-size", 16384);
            if (queue <= batch) {
                report(
                        KnownSettings.PREFIX + "capture.max-queue-size",
                        "expected more than capture.max-batch-size, which is " + batch + ", found " + queue);
            }
        }
    }

    private long number(String name, long standard) {
        return value(KnownSettings.PREFIX + name)
                .map(text -> Long.parseLong(text.strip()))
                .orElse(standard);
    }

    private void report(String key, String problem) {
        Optional<String> place = file.place(key).filter(line -> isFromFile(key));
        problems.add(place.map(line -> line + ": ").orElse("") + key.replace("\"", "") + " " + problem);
    }

    private boolean isFromFile(String key) {
        try {
            return String.valueOf(config.getConfigValue(key).getConfigSourceName())
                    .contains("source=" + SettingsReader.FILE);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return true;
        }
    }
}
