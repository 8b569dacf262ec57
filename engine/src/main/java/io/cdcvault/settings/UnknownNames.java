package io.cdcvault.settings;

import io.cdcvault.schema.reading.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that are no setting: of flags, of system properties and of environment variables. A file has its own. */
final class UnknownNames {

    private static final String VARIABLE = "CDC_VAULT_";

    /** What the image, the scripts and Airflow's part read, and what Kubernetes sets for a service of our name. */
    private static final Pattern OF_OTHERS =
            Pattern.compile("CDC_VAULT_(CONFIG|MEMORY|URL|SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_[0-9].*)");

    private final KnownSettings known = KnownSettings.ALL;
    private final Map<String, String> flags;

    UnknownNames(Map<String, String> flags) {
        this.flags = flags;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        new TreeSet<>(flags.keySet())
                .stream()
                        .filter(key -> !isKnown(key))
                        .forEach(key -> problems.add("--set " + name(key) + ": there is no such setting"
                                + nearest(name(key), known.names())));
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith(KnownSettings.PREFIX) && !isKnown(key))
                .sorted()
                .forEach(key -> problems.add("The system property " + key + ": there is no such setting"
                        + nearest(name(key), known.names())));
        problems.addAll(variables(SettingsReader.environment().keySet()));
        return problems;
    }

    /** Variables of the environment. */
    List<String> variables(Set<String> variables) {
        List<String> names = known.names().stream().map(UnknownNames::variable).toList();
        List<String> sections =
                known.openSections().stream().map(UnknownNames::variable).toList();
        return new TreeSet<>(variables)
                .stream()
                        .filter(variable -> variable.startsWith(VARIABLE))
                        // Which sources there are, only the file and the flags say.
                        .filter(variable -> !variable.startsWith(VARIABLE + "SOURCES_"))
                        .filter(variable -> !names.contains(variable)
                                && !OF_OTHERS.matcher(variable).matches())
                        .filter(variable -> sections.stream().noneMatch(variable::startsWith))
                        .map(variable -> "The environment variable " + variable + ": there is no such setting"
                                + nearest(variable, names))
                        .collect(Collectors.toList());
    }

    private boolean isKnown(String key) {
        String name = key.startsWith(KnownSettings.PREFIX) ? key.substring(KnownSettings.PREFIX.length()) : "";
        return known.isSetting(name)
                || known.isOpen(name)
                || Sources.ofOne(name).filter(known::isSetting).isPresent();
    }

    /** As one writes it after {@code --set}. */
    private static String name(String key) {
        return key.startsWith(KnownSettings.PREFIX) ? key.substring(KnownSettings.PREFIX.length()) : key;
    }

    private static String variable(String name) {
        return VARIABLE + name.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String nearest(String name, List<String> known) {
        String short_ = name.startsWith(KnownSettings.PREFIX) ? name.substring(KnownSettings.PREFIX.length()) : name;
        return (known.contains(short_) ? java.util.Optional.of(short_) : Nearest.to(short_, known))
                .map(found -> "; did you mean " + found + "?")
                .orElse("");
    }
}
