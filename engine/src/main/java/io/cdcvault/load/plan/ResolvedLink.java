package io.cdcvault.load.plan;

import io.cdcvault.schema.model.TableName;
import java.util.Set;

/**
 * How a link is loaded that follows references: after the tables that feed its ends, from what the vault then has.
 *
 * @param tables a change of one of which may open or close it
 * @param lockStatement to be executed before, in the same transaction: of two loaders of a group that load both ends of
 *     a link, the second sees what the first has loaded
 * @param statement brings the link up to date for all rows that staged changes concern; returns how many links are new,
 *     by how many the rows of the effectivity satellite have grown, and the links that lost some of them
 * @param trimStatement forgets that links were which never were, once it is known better; parameter: their keys. It
 *     returns how many there were
 */
public record ResolvedLink(
        String link,
        String effectivity,
        Set<TableName> tables,
        String lockStatement,
        String statement,
        String trimStatement) {

    public ResolvedLink {
        tables = Set.copyOf(tables);
    }
}
