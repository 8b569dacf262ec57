package io.cdcvault.admin.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One resource of the REST proxy, or a list of them: its kind, where it is, what it holds. */
final class Resource {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final String root;

    private Resource(String root) {
        this.root = root;
    }

    /**
     * Begins a resource.
     *
     * @param root the server's address, without a slash at its end
     * @param path from {@code /v3} on
     */
    static Resource of(String root, String kind, String path) {
        Resource resource = new Resource(root);
        resource.fields.put("kind", kind);
        resource.fields.put("metadata", metadata(root, path));
        return resource;
    }

    /** A list, complete on its one page. */
    static Map<String, @Nullable Object> list(
            String root, String kind, String path, List<Map<String, @Nullable Object>> data) {
        Resource list = new Resource(root);
        list.fields.put("kind", kind);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("self", root + path);
        metadata.put("next", null);
        list.fields.put("metadata", metadata);
        list.fields.put("data", data);
        return list.fields;
    }

    Resource with(String field, @Nullable Object value) {
        fields.put(field, value);
        return this;
    }

    /** A link to another resource. */
    Resource related(String field, String path) {
        return with(field, Map.of("related", root + path));
    }

    Map<String, @Nullable Object> fields() {
        return fields;
    }

    private static Map<String, @Nullable Object> metadata(String root, String path) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("self", root + path);
        metadata.put("resource_name", "crn:///" + name(path));
        return metadata;
    }

    /** {@code /v3/clusters/a/topics/b} is {@code kafka=a/topic=b}. */
    private static String name(String path) {
        String[] parts = path.replaceFirst("^/v3/clusters/", "kafka/").split("/", -1);
        StringBuilder name = new StringBuilder();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            String type = i == 0 ? parts[i] : parts[i].replaceFirst("s$", "");
            name.append(i == 0 ? "" : "/").append(type).append('=').append(parts[i + 1]);
        }
        return name.toString();
    }
}
