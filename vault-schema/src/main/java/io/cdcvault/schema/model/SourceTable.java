package io.cdcvault.schema.model;

import java.util.List;
import java.util.Map;

/**
 * Which columns of one source table feed which vault tables.
 *
 * @param row what one row of this table stands for, and whose life follows the row's. One of the hubs fed under a role
 *     of the hub's own name (its status satellite follows), one of the links (its effectivity follows), or one of the
 *     satellites when the row is only a part of its parent (its {@code is_active} follows)
 * @param links those that open and close with the table's rows, and those that the rows only mention
 * @param recordSource what {@code rec_src} says for what comes from here
 * @param ignored source columns that feed nothing, on purpose
 * @param history of the columns that feed something
 * @param drift what becomes of changes of its columns
 */
public record SourceTable(
        TableName table,
        String row,
        String recordSource,
        List<HubFeed> hubs,
        List<LinkFeed> links,
        List<SatelliteFeed> satellites,
        List<String> ignored,
        ColumnHistory history,
        DriftPolicy drift) {

    /** Whose columns were always as they are. */
    public SourceTable(
            TableName table,
            String row,
            String recordSource,
            List<HubFeed> hubs,
            List<LinkFeed> links,
            List<SatelliteFeed> satellites,
            List<String> ignored) {
        this(table, row, recordSource, hubs, links, satellites, ignored, ColumnHistory.NONE, DriftPolicy.NONE);
    }

    public SourceTable {
        ignored = List.copyOf(ignored);
        hubs = List.copyOf(hubs);
        links = List.copyOf(links);
        satellites = List.copyOf(satellites);
    }

    /** The same with another policy for changes of its columns. */
    public SourceTable withDrift(DriftPolicy policy) {
        return new SourceTable(table, row, recordSource, hubs, links, satellites, ignored, history, policy);
    }

    /** Whether a column of the source feeds something. */
    public boolean maps(String column) {
        return hubs.stream().anyMatch(feed -> feed.columns().containsValue(column))
                || satellites.stream().anyMatch(feed -> feed.columns().containsValue(column));
    }

    /** The links that open and close with this table's rows. */
    public List<LinkFeed> drivenLinks() {
        return links.stream().filter(feed -> !feed.isMention()).toList();
    }

    public HubFeed hubFeed(String role) {
        return hubs.stream()
                .filter(feed -> feed.role().equals(role))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(table + " feeds no hub in the role " + role));
    }

    /**
     * A hub fed by this table; one table may feed a hub several times, each time in another role.
     *
     * @param role the hub's own name unless the file says {@code hub_x as role}
     * @param columns business-key column to source column, in business-key order
     */
    public record HubFeed(String role, String hub, Map<String, String> columns) {

        public HubFeed {
            columns = Ordered.copy(columns);
        }
    }

    /**
     * A link fed by this table.
     *
     * @param roles the link's role name to the role of the {@link HubFeed} that fills it, in the link's order
     * @param isMention whether rows of this table only show that the link was, and another table's decide when it is
     */
    public record LinkFeed(String link, Map<String, String> roles, boolean isMention) {

        /** Whose effectivity follows this table's rows. */
        public LinkFeed(String link, Map<String, String> roles) {
            this(link, roles, false);
        }

        public LinkFeed {
            roles = Ordered.copy(roles);
        }
    }

    /**
     * A satellite fed by this table.
     *
     * @param parentRole the role of the hub feed whose key the satellite hangs on, or the link's name
     * @param columns attribute to source column, child-key columns included, in the satellite's order
     */
    public record SatelliteFeed(String satellite, String parentRole, Map<String, String> columns) {

        public SatelliteFeed {
            columns = Ordered.copy(columns);
        }
    }
}
