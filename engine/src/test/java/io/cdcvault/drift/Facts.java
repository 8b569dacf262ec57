package io.cdcvault.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Set;

/** A table that is published as it should be, and what may be wrong with it. */
final class Facts {

    static final MappedTable TABLE = MappedTable.of(
            new TableName("public", "orders"), Set.of("id", "note"), List.of("id"), columns -> columns.contains("id"));

    private static final String WELL =
            """
            {"oid": "16500", "kind": "r", "persistence": "p", "file": "16500", "identity": "d", "readable": true,
             "hidden": false, "published": true, "membership": "700", "filter": null,
             "publication": {"version": "90", "whole": true, "via_root": true},
             "columns": {
               "id": {"number": "1", "type": "integer", "modifier": "-1", "version": "5", "generated": "", "published": true},
               "note": {"number": "2", "type": "text", "modifier": "-1", "version": "5", "generated": "", "published": true}},
             "keys": [{"columns": ["id"], "nullable": false, "immediate": true, "primary": true, "identity": false}],
             "partitions": {}}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Facts() {}

    static TableFacts well() {
        return TableFacts.parse(WELL);
    }

    /** @param path such as {@code /columns/note}, of what is replaced by the JSON */
    static TableFacts with(String path, String json) {
        return with(well(), path, json);
    }

    static TableFacts with(TableFacts facts, String path, String json) {
        try {
            ObjectNode changed = facts.json().deepCopy();
            int last = path.lastIndexOf('/');
            ((ObjectNode) changed.at(path.substring(0, last))).set(path.substring(last + 1), JSON.readTree(json));
            return new TableFacts(changed);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Partitioned, with one partition as it should be. */
    static TableFacts partitioned() {
        return with(
                with("/kind", "\"p\""),
                "/partitions",
                "{\"16600\": {\"name\": \"public.orders_1\", \"file\": \"16600\", \"persistence\": \"p\","
                        + " \"attachment\": \"700\", \"born\": true, \"identified\": true}}");
    }
}
