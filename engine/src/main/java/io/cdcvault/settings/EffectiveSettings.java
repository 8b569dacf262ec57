package io.cdcvault.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Lists every setting with its value and where that came from; what is secret is masked. */
final class EffectiveSettings {

    static final String MASK = "******";

    private static final String PREFIX = "cdc-vault.";
    private static final Pattern SECRET = Pattern.compile(
            "password|secret|token|credential|jaas|passphrase|private|webhook", Pattern.CASE_INSENSITIVE);

    private final SmallRyeConfig config;
    private final List<Setting> settings = new ArrayList<>();

    private EffectiveSettings(SmallRyeConfig config) {
        this.config = config;
    }

    static List<Setting> of(SmallRyeConfig config) {
        EffectiveSettings effective = new EffectiveSettings(config);
        effective.add("", Settings.class);
        effective.settings.sort(Comparator.comparing(Setting::name));
        return List.copyOf(effective.settings);
    }

    private void add(String section, Class<?> type) {
        for (Method method : type.getMethods()) {
            String name = section + kebab(method.getName());
            Class<?> value = valueType(method.getGenericReturnType());
            if (value == Map.class) {
                addAll(name + ".");
            } else if (value.isInterface()) {
                add(name + ".", value);
            } else {
                settings.add(setting(name));
            }
        }
    }

    /** Of a section whose keys are the user's own. */
    private void addAll(String section) {
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX + section))
                .distinct()
                .forEach(name -> settings.add(setting(name.substring(PREFIX.length()))));
    }

    private Setting setting(String name) {
        ConfigValue found = config.getConfigValue(PREFIX + name);
        String value = Optional.ofNullable(found.getValue()).orElse("");
        // A key of several words stands in quotes below a section whose keys are the user's own.
        return new Setting(name.replace("\"", ""), masked(name, value), origin(found));
    }

    private static String masked(String name, String value) {
        if (value.isEmpty()) {
            return value;
        }
        // A URL's parameters may hold a password.
        // A file's name tells no secret; a command may.
        return SECRET.matcher(name).find() && !name.endsWith(Secrets.FILE)
                ? MASK
                : value.replaceFirst("^(jdbc:[^?]*)\\?.*", "$1?" + MASK);
    }

    private static String origin(ConfigValue found) {
        String source = found.getConfigSourceName();
        if (source == null) {
            return "";
        }
        if (source.startsWith("Default")) {
            return "default";
        }
        if (source.contains("flags")) {
            return "flag";
        }
        if (source.contains("source=" + Secrets.SOURCE)) {
            return "file or command";
        }
        if (source.startsWith("SysProp")) {
            return "system property";
        }
        return source.startsWith("Env") ? "environment" : source;
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Of the value itself, when it is optional. */
    private static Class<?> valueType(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Map.class : valueType(generic.getActualTypeArguments()[0]);
        }
        return (Class<?>) type;
    }
}
