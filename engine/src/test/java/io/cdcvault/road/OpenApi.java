package io.cdcvault.road;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The description of the REST interface, to hold answers against. */
record OpenApi(JsonNode document) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static OpenApi parse(String yaml) {
        return new OpenApi(JSON.valueToTree(new Yaml().load(yaml)));
    }

    /** All of them, with their placeholders. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    /** Paths that can be read without a token, and answer with JSON. */
    List<String> answeringJson() {
        List<String> paths = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(path -> {
            boolean isForAll = document.path("paths")
                    .path(path)
                    .path("get")
                    .path("security")
                    .isMissingNode();
            if (isForAll && !schema(path).isMissingNode()) {
                paths.add(path);
            }
        });
        return paths;
    }

    static String fill(String path, Map<String, String> examples) {
        String filled = path;
        for (Map.Entry<String, String> example : examples.entrySet()) {
            filled = filled.replace("{" + example.getKey() + "}", example.getValue());
        }
        return filled;
    }

    /** Where an answer is not as described. */
    List<String> differences(String path, String answer) throws JsonProcessingException {
        ObjectNode schema = schema(path).deepCopy();
        schema.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(JSON.readTree(answer))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode schema(String path) {
        return document.path("paths")
                .path(path)
                .path("get")
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
    }
}
