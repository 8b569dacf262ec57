package io.cdcvault.settings;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every setting that {@link Settings} declares, by name. */
final class KnownSettings {

    static final String PREFIX = "cdc-vault.";
    static final KnownSettings ALL = new KnownSettings();

    private final List<Known> settings = new ArrayList<>();
    private final List<String> sections = new ArrayList<>();
    /** By name with its dot; the type and the method are those of each value. */
    private final Map<String, Known> openSections = new TreeMap<>();

    private KnownSettings() {
        add("", Settings.class, Optional.empty());
        settings.sort(Comparator.comparing(Known::name));
    }

    /**
     * A setting with one value.
     *
     * @param name below {@code cdc-vault}
     * @param method that declares it
     * @param type of its value
     * @param section that is optional as a whole and holds it, with its dot
     */
    record Known(String name, Method method, Class<?> type, Optional<String> section) {

        /** Whether it has neither a default nor may be left out, as long as its section is there. */
        boolean isRequired() {
            return !isOptional() && !method.isAnnotationPresent(WithDefault.class);
        }

        boolean isOptional() {
            return method.getReturnType() == Optional.class;
        }

        String key() {
            return PREFIX + name;
        }
    }

    List<Known> settings() {
        return List.copyOf(settings);
    }

    /** Sections whose keys are the user's own, each with its dot. */
    List<String> openSections() {
        return List.copyOf(openSections.keySet());
    }

    List<String> names() {
        return settings.stream().map(Known::name).toList();
    }

    /** What a file may name: settings and sections, open ones too, each with all its words. */
    List<String> namesAndSections() {
        return Stream.of(names(), sections, openSections())
                .flatMap(List::stream)
                .map(name -> name.replaceFirst("\\.$", ""))
                .toList();
    }

    /**
     * The words that may stand directly in a section, in the order of the alphabet.
     *
     * @param section with its dot; empty for what is above all sections
     */
    List<String> below(String section) {
        return namesAndSections().stream()
                .filter(name -> name.startsWith(section))
                .map(name -> name.substring(section.length()).replaceFirst("\\..*", ""))
                .distinct()
                .sorted()
                .toList();
    }

    boolean isSetting(String name) {
        return names().contains(name);
    }

    boolean isSection(String name) {
        return sections.contains(name + ".") || isOpenSection(name);
    }

    boolean isOpenSection(String name) {
        return openSections.containsKey(name + ".");
    }

    /** Whether a name is one of the user's own, in a section that is open to them. */
    boolean isOpen(String name) {
        return openSection(name).isPresent();
    }

    /** What is declared of each value of the section that a name of the user's own is in. */
    Optional<Known> openSection(String name) {
        return openSections.entrySet().stream()
                .filter(section -> name.startsWith(section.getKey())
                        && name.length() > section.getKey().length())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void add(String section, Class<?> type, Optional<String> optional) {
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(Derived.class)) {
                continue;
            }
            String name = section + kebab(method.getName());
            Class<?> value = valueType(method.getGenericReturnType());
            if (value == Map.class) {
                openSections.put(name + ".", new Known(name, method, String.class, Optional.empty()));
            } else if (value.isInterface()) {
                sections.add(name + ".");
                boolean isOptional = method.getReturnType() == Optional.class;
                add(name + ".", value, isOptional ? Optional.of(name + ".") : optional);
            } else {
                settings.add(new Known(name, method, value, optional));
            }
        }
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
