package io.cdcvault.capture.source;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements about publications. They name tables with {@code only}: without it PostgreSQL takes the tables that
 * inherit from one, too, and refuses the application's updates of those that have no replica identity.
 */
public final class PublicationSql {

    /** The first version that can publish stored generated columns. */
    public static final int PUBLISHES_GENERATED = 180_000;

    private PublicationSql() {}

    /**
     * Creates a publication.
     *
     * @param tables to publish; none when they are yet to come
     * @param serverVersion as {@code server_version_num} says it
     */
    public static String create(String publication, List<TableName> tables, int serverVersion) {
        String generated = serverVersion >= PUBLISHES_GENERATED ? ", publish_generated_columns = stored" : "";
        return "create publication " + quoted(publication) + (tables.isEmpty() ? "" : " for table " + only(tables))
                + " with (publish_via_partition_root = true" + generated + ")";
    }

    /**
     * What can be done about a generated column that the model maps and that no publication sends.
     *
     * @param isStored whether its values are stored, and not computed when they are read
     */
    public static String withoutGenerated(boolean isStored) {
        return "take the column out of the model and map the columns that it is computed from, or "
                + (isStored
                        ? "move the source to PostgreSQL 18 or newer, which publishes stored generated columns"
                        : "make it a stored one and publish it: no version publishes virtual ones");
    }

    /**
     * Takes a table out and adds it whole, without its row filter and its list of columns. In one transaction, so that
     * no change is made between the two.
     */
    public static String putBack(String publication, TableName table) {
        return "begin; alter publication " + quoted(publication) + " drop table only " + quoted(table) + "; "
                + add(publication, List.of(table)) + "; commit";
    }

    /** Drops a publication, if there is one. */
    public static String drop(String publication) {
        return "drop publication if exists " + quoted(publication);
    }

    /** Adds tables to a publication. */
    public static String add(String publication, List<TableName> tables) {
        return "alter publication " + quoted(publication) + " add table " + only(tables);
    }

    private static String only(List<TableName> tables) {
        return tables.stream().map(table -> "only " + quoted(table)).collect(Collectors.joining(", "));
    }
}
