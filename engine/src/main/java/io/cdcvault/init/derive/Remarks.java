package io.cdcvault.init.derive;

import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reasons and alternatives of a derived model, by what they are about. Each is a sentence or more. */
public final class Remarks {

    private final Map<String, List<String>> ofElements = new HashMap<>();
    private final Map<String, String> ofColumns = new HashMap<>();
    private final Map<TableName, List<String>> ofSources = new HashMap<>();
    private final Map<TableName, String> subjects = new HashMap<>();
    private final Map<String, TableName> origins = new HashMap<>();

    Remarks() {}

    /** Nothing to say. */
    public static Remarks none() {
        return new Remarks();
    }

    /** About a hub, link or satellite. */
    public List<String> ofElement(String element) {
        return ofElements.getOrDefault(element, List.of());
    }

    /** About an attribute or a part of a business key. */
    public Optional<String> ofColumn(String element, String column) {
        return Optional.ofNullable(ofColumns.get(column(element, column)));
    }

    /** About a source table. */
    public List<String> ofSource(TableName table) {
        return ofSources.getOrDefault(table, List.of());
    }

    /** The subject that a hub, link or satellite belongs to. */
    public String subject(String element) {
        TableName origin = origins.get(element);
        return origin == null ? "" : subject(origin);
    }

    /** The subject that a source table belongs to. */
    public String subject(TableName table) {
        return subjects.getOrDefault(table, "");
    }

    void element(String element, String remark) {
        ofElements.computeIfAbsent(element, name -> new ArrayList<>()).add(remark);
    }

    void column(String element, String column, String remark) {
        ofColumns.merge(column(element, column), remark, (before, more) -> before + "; " + more);
    }

    void source(TableName table, String remark) {
        ofSources.computeIfAbsent(table, name -> new ArrayList<>()).add(remark);
    }

    void subject(TableName table, String subject) {
        subjects.put(table, subject);
    }

    void origin(String element, TableName table) {
        origins.put(element, table);
    }

    private static String column(String element, String column) {
        return element + '\0' + column;
    }
}
