package io.cdcvault.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Several sources of one vault. Each is loaded by what is one installation for all else: settings with one
 * {@code source}, and with a name of their own, that of the installation and of the source. So the sources share the
 * vault's tables, and no feed, slot, topic, letter or pause.
 *
 * <p>Why: docs/decisions/0036-each-source-is-loaded-as-one.md
 */
public final class Sources {

    /** The section that names them. */
    static final String SECTION = "sources";

    static final String ONE = "source.";
    static final String TOPIC_PREFIX = "topic-prefix";

    static final String VARIABLES = "CDC_VAULT_SOURCES_";
    private static final String NAMES = "[a-z][a-z0-9_]{0,29}";
    private static final Pattern KEY =
            Pattern.compile("(" + Pattern.quote(KnownSettings.PREFIX) + ")?sources\\.([^.]+)\\.(.+)");

    private Sources() {}

    /** What the feeds of a source go by. */
    public static String pipeline(String installation, String source) {
        return installation + ":" + source;
    }

    /** The installation, which owns the vault, whichever of its sources the settings are of. */
    public static String installation(Settings settings) {
        return settings.source()
                .name()
                .map(source -> settings.name().substring(0, settings.name().length() - source.length() - 1))
                .orElseGet(settings::name);
    }

    /** The source's name; empty when there is one source. */
    public static String name(Settings settings) {
        return settings.source().name().orElse("");
    }

    /** The sources that keys are about, by name. */
    static List<String> named(Stream<String> keys) {
        TreeSet<String> names = new TreeSet<>();
        keys.map(KEY::matcher).filter(Matcher::matches).forEach(key -> names.add(key.group(2)));
        return List.copyOf(names);
    }

    static boolean isName(String text) {
        return text.matches(NAMES);
    }

    /** What a key below {@code sources} is a setting of, without the name; empty for any other key. */
    static Optional<String> ofOne(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? Optional.of(single(matcher.group(3))) : Optional.empty();
    }

    /** Settings of one source in place of those of all; by full key. */
    static Map<String, String> of(String source, Map<String, String> values) {
        Map<String, String> own = new HashMap<>();
        values.forEach((key, value) -> {
            Matcher matcher = KEY.matcher(key);
            if (!matcher.matches()) {
                own.put(key, value);
            } else if (matcher.group(2).equals(source)) {
                own.put(KnownSettings.PREFIX + single(matcher.group(3)), value);
            }
        });
        return own;
    }

    /** What the variables of a source begin with. */
    static String variables(String source) {
        return VARIABLES + source.toUpperCase(Locale.ROOT) + "_";
    }

    /** Likewise for the environment, whose names keep neither case nor dots. */
    static Map<String, String> ofEnvironment(String source, Map<String, String> environment) {
        String own = variables(source);
        Map<String, String> variables = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!name.startsWith(VARIABLES)) {
                variables.put(name, value);
            } else if (name.startsWith(own)) {
                String rest = name.substring(own.length());
                variables.put("CDC_VAULT_" + (rest.equals("TOPIC_PREFIX") ? rest : "SOURCE_" + rest), value);
            }
        });
        return variables;
    }

    /** As the author of a configuration has written it. */
    static String asWritten(String source, String problem) {
        return problem.replace(KnownSettings.PREFIX + ONE, KnownSettings.PREFIX + SECTION + "." + source + ".")
                .replace(
                        KnownSettings.PREFIX + TOPIC_PREFIX,
                        KnownSettings.PREFIX + SECTION + "." + source + "." + TOPIC_PREFIX);
    }

    private static String single(String key) {
        return key.equals(TOPIC_PREFIX) ? key : ONE + key;
    }
}
