package io.cdcvault.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether several sources can stand beside one another, and beside what else is given. */
final class SourcesCheck {

    /** Settings of an installation with one source; as a dot or a part of a name ends them. */
    private static final List<String> OF_ONE_ALONE =
            List.of(Sources.ONE, Sources.TOPIC_PREFIX, "replica.", "mart.", "capture.tables", "kafka.topics.");

    private static final Map<String, List<String>> OWN = Map.of(
            "topic-prefix", List.of("cdc-vault.topic-prefix"),
            "slot", List.of("cdc-vault.source.url", "cdc-vault.source.slot"),
            "publication", List.of("cdc-vault.source.url", "cdc-vault.source.publication"));

    private final ConfigurationFile file;
    private final Map<String, String> flags;
    private final List<String> sources;

    /** @param sources their names */
    SourcesCheck(ConfigurationFile file, Map<String, String> flags, List<String> sources) {
        this.file = file;
        this.flags = flags;
        this.sources = List.copyOf(sources);
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Stream.of(file.values().keySet(), flags.keySet(), System.getProperties().stringPropertyNames())
                .flatMap(Set::stream)
                .filter(key -> key.startsWith(KnownSettings.PREFIX))
                .map(key -> key.substring(KnownSettings.PREFIX.length()))
                .filter(key -> OF_ONE_ALONE.stream().anyMatch(key::startsWith))
                .distinct()
                .sorted()
                .map(key -> besides(KnownSettings.PREFIX + key.replace("\"", ""), isOfEach(key)))
                .forEach(problems::add);
        problems.addAll(variables(SettingsReader.environment().keySet()));
        OWN.forEach((setting, keys) -> problems.addAll(common(setting, keys)));
        return problems;
    }

    /** Variables of the environment that mean a source that is alone, or none of these. */
    List<String> variables(Set<String> variables) {
        List<String> problems = new ArrayList<>();
        for (String variable : variables) {
            OF_ONE_ALONE.stream()
                    .filter(key -> variable.startsWith("CDC_VAULT_" + variable(key)))
                    .map(key -> besides("The environment variable " + variable, isOfEach(key)))
                    .forEach(problems::add);
            if (variable.startsWith(Sources.VARIABLES)
                    && sources.stream().map(Sources::variables).noneMatch(variable::startsWith)) {
                problems.add("The environment variable " + variable
                        + " is of no source, expected CDC_VAULT_SOURCES_, the name of one and a setting: "
                        + String.join(", ", sources));
            }
        }
        return problems;
    }

    private static String variable(String key) {
        return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static boolean isOfEach(String key) {
        return key.startsWith(Sources.ONE) || key.equals(Sources.TOPIC_PREFIX);
    }

    private static String besides(String what, boolean isOfEach) {
        return what + " cannot stand beside cdc-vault.sources"
                + (isOfEach ? ", expected it below each source" : ": it is for an installation with one source");
    }

    /** Sources that have the same of what each must have for itself. */
    private List<String> common(String setting, List<String> keys) {
        List<String> problems = new ArrayList<>();
        Map<List<String>, String> seen = new HashMap<>();
        for (String source : sources) {
            Given given = new Given(file, flags, Optional.of(source));
            String other = seen.putIfAbsent(keys.stream().map(given::value).toList(), source);
            if (other != null) {
                problems.add("The sources " + other + " and " + source + " have the same " + setting
                        + ", expected one for each");
            }
        }
        return problems;
    }
}
