package io.cdcvault.doctor.database;

import io.cdcvault.schema.model.TableName;
import java.util.List;

/**
 * A table of the master, or a partition of one.
 *
 * @param kind as {@code pg_class.relkind} says it
 * @param isLogged whether its changes are in the WAL at all
 * @param unloggedReferences quoted names of the unlogged tables that its foreign keys lead to, those first that must be
 *     logged first
 * @param identity as {@code pg_class.relreplident} says it
 * @param hasKey whether it has a primary key that is checked row by row: a deferrable one identifies nothing in the log
 * @param hasIdentityIndex whether the index is there that a replica identity of {@code i} names
 * @param unpublishedGenerated a generated column that the publication leaves out; empty when there is none, and before
 *     PostgreSQL 18, which does not mind it
 * @param canPublishGenerated whether that column is stored, so that it can be published
 */
public record CapturedTable(
        TableName name,
        String kind,
        boolean isLogged,
        List<String> unloggedReferences,
        String identity,
        boolean hasKey,
        boolean hasIdentityIndex,
        String unpublishedGenerated,
        boolean canPublishGenerated) {

    static CapturedTable of(CatalogRow row) {
        return new CapturedTable(
                new TableName(row.text("schema"), row.text("name")),
                row.text("kind"),
                !row.text("persistence").equals("u"),
                row.optional("unlogged_references").stream()
                        .flatMap(String::lines)
                        .toList(),
                row.text("identity"),
                row.is("has_key"),
                row.is("has_identity_index"),
                row.text("unpublished_generated"),
                row.is("can_publish_generated"));
    }

    boolean isTable() {
        return kind.equals("r") || kind.equals("p");
    }

    /** A partitioned table has no rows of its own to identify. */
    boolean hasRows() {
        return kind.equals("r");
    }
}
