package io.cdcvault.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the master's catalog says of a table and how it is published. Kept as the JSON that {@link FactsReader} reads
 * and the warehouse remembers: what a later version does not know of an earlier one's facts is absent, not wrong.
 */
public record TableFacts(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNIQUE_BY = "unique_by";
    private static final String FORMER_OID = "former_oid";
    private static final String DROPPED = "dropped";
    private static final String UNLOADED = "unloaded";

    /** Of no table. */
    static final TableFacts NONE = new TableFacts(JSON.createObjectNode());

    /**
     * The facts that {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is no JSON
     */
    static TableFacts parse(String json) {
        try {
            return new TableFacts(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not the facts of a table", e);
        }
    }

    String text() {
        return json.toString();
    }

    /** Whether any look has read the table; a loader may record a gap before the first one. */
    boolean isSeen() {
        return !json.isEmpty();
    }

    public boolean exists() {
        return json.hasNonNull("oid");
    }

    String oid() {
        return json.path("oid").asText();
    }

    /** Its OID, or that of the table which was there last: under another name it may still be. */
    Optional<String> lastOid() {
        return exists() ? Optional.of(oid()) : text(json.path(FORMER_OID));
    }

    /** What became of the rows of a table that was dropped; empty when nothing was decided, and of one that exists. */
    Optional<Dropped> dropped() {
        return text(json.path(DROPPED)).map(Dropped::valueOf);
    }

    /** Columns that came and that the model neither maps nor ignores. */
    List<String> unloaded() {
        List<String> columns = new ArrayList<>();
        json.path(UNLOADED).forEach(column -> columns.add(column.asText()));
        return columns;
    }

    /** As {@code pg_class.relkind} says it. */
    String kind() {
        return json.path("kind").asText();
    }

    boolean isPartitioned() {
        return kind().equals("p");
    }

    boolean isLogged() {
        return !json.path("persistence").asText().equals("u");
    }

    /** Unlogged tables that its foreign keys lead to, those first that must be logged first. */
    List<String> unloggedReferences() {
        List<String> names = new ArrayList<>();
        json.path("unlogged_references").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** What stands for the table's content on disk: a rewrite or a truncate gives it another. */
    String file() {
        return json.path("file").asText();
    }

    /** Of the publication, which changes with each alter or create; empty when there is none. */
    Optional<String> publicationVersion() {
        return text(json.path("publication").path("version"));
    }

    /** Whether inserts, updates, deletes and truncates are all published. */
    boolean publishesAllOperations() {
        return json.path("publication").path("whole").asBoolean();
    }

    boolean publishesViaRoot() {
        return json.path("publication").path("via_root").asBoolean();
    }

    boolean isPublished() {
        return json.path("published").asBoolean();
    }

    /** How it came into the publication: another when it was taken out and put back. */
    Optional<String> membership() {
        return text(json.path("membership"));
    }

    Optional<String> rowFilter() {
        return text(json.path("filter"));
    }

    /** Whether row-level security applies to the session. */
    boolean isHiddenByPolicies() {
        return json.path("hidden").asBoolean();
    }

    boolean isReadable() {
        return json.path("readable").asBoolean();
    }

    /**
     * A column.
     *
     * @param number of the column: one of the same name may be another one
     * @param type with its modifier
     * @param declared the type's name, of a domain that of its base type; empty in what an earlier version remembers
     * @param version changes with each alter of the column
     * @param generated empty, {@code s} for stored, {@code v} for virtual
     * @param isFilled whether rows that were there when it was added have values in it, as far as the catalog says
     */
    record Column(
            String number,
            String type,
            String declared,
            String version,
            String generated,
            boolean isPublished,
            boolean isFilled) {

        static Column of(JsonNode json) {
            return new Column(
                    json.path("number").asText(),
                    json.path("type").asText() + " " + json.path("modifier").asText(),
                    json.path("declared").asText(),
                    json.path("version").asText(),
                    json.path("generated").asText(),
                    json.path("published").asBoolean(),
                    json.path("filled").asBoolean());
        }
    }

    /** By name. */
    Map<String, Column> columns() {
        Map<String, Column> columns = new TreeMap<>();
        json.path("columns").properties().forEach(entry -> columns.put(entry.getKey(), Column.of(entry.getValue())));
        return columns;
    }

    /**
     * A unique index over columns, without a condition.
     *
     * @param isNullable whether rows with a NULL in it may repeat
     * @param isImmediate whether it is checked row by row, and not at the end of the statement or transaction
     */
    record Key(List<String> columns, boolean isNullable, boolean isImmediate, boolean isPrimary, boolean isIdentity) {

        static Key of(JsonNode json) {
            List<String> columns = new ArrayList<>();
            json.path("columns").forEach(column -> columns.add(column.asText()));
            return new Key(
                    List.copyOf(columns),
                    json.path("nullable").asBoolean(),
                    json.path("immediate").asBoolean(),
                    json.path("primary").asBoolean(),
                    json.path("identity").asBoolean());
        }
    }

    /** Whether no two rows have the same values in some columns, as a unique key says. */
    public boolean areUnique(Collection<String> columns) {
        return keys().stream().anyMatch(key -> columns.containsAll(key.columns()));
    }

    List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        json.path("keys").forEach(key -> keys.add(Key.of(key)));
        return keys;
    }

    /**
     * A member of a partitioned table's tree.
     *
     * @param name as {@code regclass} writes it
     * @param isLogged whether its changes are in the WAL
     * @param attachment another when it was detached and attached again; empty in what an earlier version remembers
     * @param wasBorn whether it was made as a partition, and so was empty, and not attached
     * @param isIdentified whether its rows can be updated and deleted while they are published
     */
    record Partition(
            String name,
            String file,
            boolean isLogged,
            Optional<String> attachment,
            boolean wasBorn,
            boolean isIdentified) {

        static Partition of(JsonNode json) {
            return new Partition(
                    json.path("name").asText(),
                    json.path("file").asText(),
                    !json.path("persistence").asText().equals("u"),
                    TableFacts.text(json.path("attachment")),
                    json.path("born").asBoolean(),
                    json.path("identified").asBoolean());
        }
    }

    /** By OID. */
    Map<String, Partition> partitions() {
        Map<String, Partition> partitions = new LinkedHashMap<>();
        json.path("partitions")
                .properties()
                .forEach(entry -> partitions.put(entry.getKey(), Partition.of(entry.getValue())));
        return partitions;
    }

    /** Whether these columns were unique once; nothing of the catalog says that of a key that was dropped. */
    boolean wasUniqueBy(List<String> identity) {
        List<String> columns = new ArrayList<>();
        json.path(UNIQUE_BY).forEach(column -> columns.add(column.asText()));
        return !columns.isEmpty() && columns.equals(identity);
    }

    /** The same with columns under other names. */
    TableFacts withNames(Map<String, String> newNames) {
        if (newNames.isEmpty()) {
            return this;
        }
        ObjectNode renamed = json.deepCopy();
        ObjectNode columns = renamed.putObject("columns");
        json.path("columns").properties().forEach(column -> columns.set(column.getKey(), column.getValue()));
        newNames.keySet().forEach(columns::remove);
        newNames.forEach(
                (name, newName) -> columns.set(newName, json.path("columns").path(name)));
        if (json.path(UNIQUE_BY).isArray()) {
            ArrayNode uniqueBy = renamed.putArray(UNIQUE_BY);
            json.path(UNIQUE_BY)
                    .forEach(column -> uniqueBy.add(newNames.getOrDefault(column.asText(), column.asText())));
        }
        return new TableFacts(renamed);
    }

    /** The same, remembering the types of some columns as they were: the vault has not followed them. */
    TableFacts rememberedWithTypes(Collection<String> some, TableFacts earlier) {
        if (some.isEmpty()) {
            return this;
        }
        ObjectNode remembered = json.deepCopy();
        for (String column : some) {
            JsonNode former = earlier.json().path("columns").path(column);
            ObjectNode present = (ObjectNode) remembered.path("columns").path(column);
            for (String part : List.of("type", "modifier", "declared")) {
                present.set(part, former.path(part));
            }
        }
        return new TableFacts(remembered);
    }

    /** The same, remembering the columns of a table that does not exist any more: another may come in its place. */
    TableFacts rememberedWithColumns(TableFacts earlier) {
        ObjectNode remembered = json.deepCopy();
        remembered.set("columns", earlier.json().path("columns"));
        earlier.lastOid().ifPresent(oid -> remembered.put(FORMER_OID, oid));
        return new TableFacts(remembered);
    }

    /** The same, remembering what became of the rows of a table that was dropped. */
    TableFacts rememberedAsDropped(Dropped what) {
        ObjectNode remembered = json.deepCopy();
        remembered.put(DROPPED, what.name());
        return new TableFacts(remembered);
    }

    /** The same, remembering which columns came and are not loaded. */
    TableFacts rememberedAsUnloaded(Collection<String> columns) {
        if (columns.isEmpty()) {
            return this;
        }
        ObjectNode remembered = json.deepCopy();
        columns.forEach(remembered.putArray(UNLOADED)::add);
        return new TableFacts(remembered);
    }

    /** The same, remembering whether what identifies a row in the model is unique now: loaders look at it. */
    TableFacts rememberedAsUnique(boolean isUnique) {
        ObjectNode remembered = json.deepCopy();
        remembered.put("unique", isUnique);
        return new TableFacts(remembered);
    }

    /** The same, remembering that these columns are or were unique. */
    TableFacts rememberedAsUniqueBy(List<String> identity) {
        ObjectNode remembered = json.deepCopy();
        identity.forEach(remembered.putArray(UNIQUE_BY)::add);
        return new TableFacts(remembered);
    }

    /** What identifies a row in the log: {@code full}, {@code nothing}, or columns; empty when nothing can. */
    Optional<String> replicaIdentity() {
        return switch (json.path("identity").asText()) {
            case "f" -> Optional.of("full");
            case "d" ->
                keys().stream()
                        .filter(Key::isPrimary)
                        .filter(Key::isImmediate)
                        .map(Key::columns)
                        .findFirst()
                        .map(String::valueOf);
            case "i" ->
                keys().stream()
                        .filter(Key::isIdentity)
                        .filter(Key::isImmediate)
                        .map(Key::columns)
                        .findFirst()
                        .map(String::valueOf);
            default -> Optional.empty();
        };
    }

    /** The columns that identify a row in the log; empty when it holds the whole row, or nothing. */
    Optional<List<String>> identifyingColumns() {
        return switch (json.path("identity").asText()) {
            case "d" -> keys().stream().filter(Key::isPrimary).map(Key::columns).findFirst();
            case "i" ->
                keys().stream().filter(Key::isIdentity).map(Key::columns).findFirst();
            default -> Optional.empty();
        };
    }

    /** What the capture's records are keyed by: a capture that began with another must begin again. */
    String recordKey() {
        return exists() ? replicaIdentity().orElse("nothing") + " " + primaryKey() : "no table";
    }

    /** The same for people. */
    String recordKeyInWords() {
        List<String> primaryKey = primaryKey();
        return "the replica identity " + replicaIdentity().orElse("nothing") + " and "
                + (primaryKey.isEmpty() ? "no primary key" : "the primary key " + primaryKey);
    }

    private List<String> primaryKey() {
        return keys().stream()
                .filter(Key::isPrimary)
                .map(Key::columns)
                .findFirst()
                .orElse(List.of());
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }
}
