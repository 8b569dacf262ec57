package io.cdcvault.schema.reading;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.DriftPolicy.Columns;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.DriftPolicy.DroppedKeys;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.DriftPolicy.Unknown;
import io.cdcvault.schema.model.Naming;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JSON Schema of a model, made of the keys that its readers know and of what the guide says of them. It accepts
 * each model that the reader accepts; which names resolve, and what a type may be, only the reader checks.
 */
final class ModelSchema {

    private final ModelGuide guide = new ModelGuide();

    /** As maps and lists, in the order of the guide. */
    Map<String, Object> document() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "A model of cdc-vault");
        schema.put("description", "Hubs, links and satellites, and which columns feed them");
        schema.putAll(mapping("", ModelReader.KEYS, List.of("model", "vault", "hubs", "sources"), this::section));
        // Of several sources each has a record source anyway.
        schema.put(
                "if",
                property("sources", Map.of("propertyNames", Map.of("pattern", "^\\s*" + QualifiedName.SOURCE + ":"))));
        schema.put("else", property("vault", Map.of("required", List.of("record_source"))));
        return schema;
    }

    private static Map<String, Object> property(String key, Map<String, Object> shape) {
        return Map.of("properties", Map.of(key, shape));
    }

    private Map<String, Object> section(String key) {
        return switch (key) {
            case "model" -> text();
            case "vault" -> mapping("vault.", SettingsSection.KEYS, List.of(), this::setting);
            case "naming" -> mapping("naming.", NamingSection.KEYS, List.of(), ModelSchema::template);
            case "hubs" -> atLeast(1, each(mapping("hubs.<hub>.", HubSection.KEYS, HubSection.KEYS, one -> columns())));
            case "links" -> each(mapping("links.<link>.", LinkSection.KEYS, List.of("hubs"), ModelSchema::link));
            case "satellites" ->
                each(mapping(
                        "satellites.<sat>.",
                        SatelliteSection.KEYS,
                        List.of("of", "attributes"),
                        ModelSchema::satellite));
            case "sources" -> sources();
            default -> throw unknown(key);
        };
    }

    private Map<String, Object> setting(String key) {
        return switch (key) {
            case "schema" -> text();
            case "record_source" -> either(text(), each(text()));
            case "hash" ->
                either(
                        oneOf(HashRecipe.names()),
                        mapping(SettingsSection.HASH_KEYS, List.of("recipe"), ModelSchema::hash));
            case "foreign_keys", "business_key_indexes", "create_types" -> oneOf(List.of(true, false, "true", "false"));
            default -> throw unknown(key);
        };
    }

    private static Map<String, Object> hash(String key) {
        return switch (key) {
            case "recipe" -> oneOf(HashRecipe.names());
            case "algorithm" -> oneOf(SettingsSection.algorithms());
            default -> throw unknown(key);
        };
    }

    private static Map<String, Object> template(String key) {
        String allowed = Stream.concat(
                        NamingSection.PLACEHOLDERS.getOrDefault(key, List.of()).stream(),
                        NamingSection.BY_SOURCE.contains(key) ? Stream.of(Naming.SOURCE) : Stream.empty())
                .map(placeholder -> "|" + placeholder.replace("{", "\\{").replace("}", "\\}"))
                .collect(Collectors.joining());
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("type", "string");
        template.put("pattern", "^([^{]" + allowed + ")*$");
        return template;
    }

    private static Map<String, Object> link(String key) {
        return switch (key) {
            case "hubs" -> atLeast(2, each(text()));
            case "driving" -> list(1);
            default -> throw unknown(key);
        };
    }

    private static Map<String, Object> satellite(String key) {
        return switch (key) {
            case "of" -> text();
            case "attributes" -> each(text());
            case "child_key" -> columns();
            default -> throw unknown(key);
        };
    }

    private Map<String, Object> sources() {
        Map<String, Object> sources =
                each(mapping("sources.<table>.", SourceSection.KEYS, List.of("hubs"), ModelSchema::source));
        sources.put(
                "propertyNames",
                Map.of("pattern", "^\\s*(" + QualifiedName.SOURCE + ":)?" + QualifiedName.NAME + "\\s*$"));
        return sources;
    }

    private static Map<String, Object> source(String key) {
        return switch (key) {
            case "row" -> text();
            case "where" -> computation();
            case "record_source" ->
                either(
                        text(),
                        mapping(SourceSection.RECORD_SOURCE_KEYS, SourceSection.RECORD_SOURCE_KEYS, column -> text()));
            case "hubs" -> each(each(fed()));
            case "references" -> each(one(atLeast(1, each(text()))));
            case "links", "mentions" -> either(list(0), each(each(text())));
            case "satellites" -> either(list(0), each(each(fed())));
            case "ignore" -> list(0);
            case "drift" ->
                either(oneOf(names(Columns.values())), mapping(DriftSection.KEYS, List.of(), ModelSchema::drift));
            default -> throw unknown(key);
        };
    }

    private static Map<String, Object> drift(String key) {
        return switch (key) {
            case "columns" -> oneOf(names(Columns.values()));
            case "types" -> oneOf(names(Types.values()));
            case "unknown_columns" -> oneOf(names(Unknown.values()));
            case "dropped" -> oneOf(names(Dropped.values()));
            case "dropped_keys" -> oneOf(names(DroppedKeys.values()));
            default -> throw unknown(key);
        };
    }

    /** A column of the source, or what is computed instead. */
    private static Map<String, Object> fed() {
        return Map.of(
                "anyOf", List.of(text(), mapping(List.of("value"), List.of("value"), key -> text()), computation()));
    }

    private static Map<String, Object> computation() {
        return mapping(
                ComputedValues.FILTER_KEYS, ComputedValues.FILTER_KEYS, key -> key.equals("sql") ? text() : columns());
    }

    /** With what the guide says of each key, but for sections, which it describes key by key. */
    private Map<String, Object> mapping(
            String path, List<String> keys, List<String> required, Function<String, Map<String, Object>> shape) {
        List<String> sections = List.of("vault", "hubs", "links", "satellites", "sources");
        return mapping(keys, required, key -> {
            Map<String, Object> described = new LinkedHashMap<>();
            if (!path.isEmpty() || !sections.contains(key)) {
                described.put("description", guide.meaning(path + key));
            }
            described.putAll(shape.apply(key));
            return described;
        });
    }

    private static Map<String, Object> mapping(
            List<String> keys, List<String> required, Function<String, Map<String, Object>> shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key, shape.apply(key)));
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put("type", "object");
        mapping.put("properties", properties);
        if (!required.isEmpty()) {
            mapping.put("required", required);
        }
        mapping.put("additionalProperties", false);
        return mapping;
    }

    private static Map<String, Object> columns() {
        return atLeast(1, each(text()));
    }

    /** The reader takes every scalar as text. */
    private static Map<String, Object> text() {
        return Map.of("type", List.of("string", "number", "boolean"));
    }

    /** A mapping whose keys are the author's own. */
    private static Map<String, Object> each(Map<String, Object> value) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("type", "object");
        each.put("additionalProperties", value);
        return each;
    }

    /** A mapping with one key, the author's own. */
    private static Map<String, Object> one(Map<String, Object> value) {
        Map<String, Object> one = atLeast(1, each(value));
        one.put("maxProperties", 1);
        return one;
    }

    private static Map<String, Object> atLeast(int entries, Map<String, Object> mapping) {
        mapping.put("minProperties", entries);
        return mapping;
    }

    private static Map<String, Object> list(int least) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", text());
        list.put("minItems", least);
        return list;
    }

    private static Map<String, Object> oneOf(List<?> values) {
        return Map.of("enum", values);
    }

    private static List<String> names(Enum<?>[] words) {
        return Arrays.stream(words).map(Enum::name).toList();
    }

    private static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
        return Map.of("anyOf", List.of(one, other));
    }

    private static AssertionError unknown(String key) {
        return new AssertionError("The reader knows the key " + key + ", this schema does not");
    }
}
