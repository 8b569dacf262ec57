package io.cdcvault.settings;

import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The JSON Schema of a configuration file, made of {@link Settings} and its Javadoc. No setting is required in it: each
 * may come from the environment, a system property or a flag instead.
 */
final class ConfigurationSchema {

    private final Javadocs javadocs;

    ConfigurationSchema(Javadocs javadocs) {
        this.javadocs = javadocs;
    }

    /** As maps and lists, what must be set first, then by name. */
    Map<String, Object> document() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "The configuration of cdc-vault");
        schema.put("type", "object");
        schema.put("properties", Map.of("cdc-vault", withSources(settings(Settings.class, ""))));
        schema.put("required", List.of("cdc-vault"));
        schema.put("additionalProperties", false);
        return schema;
    }

    /** In place of the one source, several by their names. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> withSources(Map<String, Object> settings) {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put("description", javadocs.of(Settings.OneOfSeveral.class));
        sources.put("type", List.of("object", "null"));
        sources.put(
                "patternProperties",
                Map.of(
                        "^[a-z][a-z0-9_]{0,29}$",
                        settings(Settings.OneOfSeveral.class, ConfigurationPage.SOURCES + ".")));
        sources.put("additionalProperties", false);
        ((Map<String, Object>) Objects.requireNonNull(settings.get("properties"))).put("sources", sources);
        return settings;
    }

    private Map<String, Object> settings(Class<?> type, String prefix) {
        Map<String, Object> properties = new LinkedHashMap<>();
        ConfigurationPage.methods(type)
                .forEach(method -> properties.put(ConfigurationPage.kebab(method), property(method, prefix)));
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", List.of("object", "null"));
        section.put("properties", properties);
        section.put("additionalProperties", false);
        return section;
    }

    private Map<String, Object> property(Method method, String prefix) {
        Class<?> type = ConfigurationPage.value(method.getGenericReturnType());
        String name = prefix + ConfigurationPage.kebab(method);
        boolean isSection = ConfigurationPage.isSection(method);
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("description", description(method, isSection ? javadocs.of(type) : "", name));
        if (isSection) {
            property.putAll(settings(type, name + "."));
        } else if (type == Map.class) {
            property.putAll(open(new SettingShape(method, String.class).schema()));
        } else {
            property.putAll(new SettingShape(method, type).schema());
        }
        return property;
    }

    private String description(Method method, String ofType, String name) {
        String meaning =
                ConfigurationPage.meaning(javadocs.of(method.getDeclaringClass(), method.getName()), ofType, name);
        WithDefault standard = method.getAnnotation(WithDefault.class);
        if (standard != null) {
            return meaning + " Default: " + standard.value() + ".";
        }
        boolean isRequired = ConfigurationPage.standard(method).equals("required");
        return isRequired && !ConfigurationPage.isSection(method)
                ? meaning + " Required, here or as " + ConfigurationPage.environment(name) + "."
                : meaning;
    }

    /** Names of the user's own, of several words written with dots or one below the other. */
    private static Map<String, Object> open(Map<String, Object> value) {
        Map<String, Object> below = new LinkedHashMap<>();
        below.put("type", "object");
        Map<String, Object> open = new LinkedHashMap<>();
        open.put("type", List.of("object", "null"));
        open.put("additionalProperties", Map.of("anyOf", List.of(value, below)));
        return open;
    }
}
