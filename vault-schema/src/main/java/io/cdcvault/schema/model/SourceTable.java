package io.cdcvault.schema.model;

import io.cdcvault.schema.model.Computed.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which columns of one source table feed which vault tables.
 *
 * @param row what one row of this table stands for, and whose life follows the row's. One of the hubs fed under a role
 *     of the hub's own name (its status satellite follows), one of the links (its effectivity follows), or one of the
 *     satellites when the row is only a part of its parent (its {@code is_active} follows)
 * @param links those that open and close with the table's rows, and those that the rows only mention
 * @param recordSource what {@code rec_src} says for what comes from here
 * @param recordSourceColumn that says it instead, where it is not empty
 * @param computed what feeds something and is no column of the source's, by the name that stands in the feeds for it;
 *     and the condition that rows of the vault meet, by {@link #nameOfFilter a name} that feeds nothing
 * @param references hubs whose keys stand in the rows of other tables
 * @param resolved links that references are ends of: they open and close with the table's rows and with those that
 *     these refer to. They are in no other list
 * @param ignored source columns that feed nothing, on purpose
 * @param history of the columns that feed something
 * @param drift what becomes of changes of its columns
 */
public record SourceTable(
        TableName table,
        String row,
        String recordSource,
        Optional<String> recordSourceColumn,
        List<HubFeed> hubs,
        List<LinkFeed> links,
        List<SatelliteFeed> satellites,
        Map<String, Computed> computed,
        List<Reference> references,
        List<LinkFeed> resolved,
        List<String> ignored,
        ColumnHistory history,
        DriftPolicy drift) {

    /** Fed by columns alone, which were always as they are. */
    public SourceTable(
            TableName table,
            String row,
            String recordSource,
            List<HubFeed> hubs,
            List<LinkFeed> links,
            List<SatelliteFeed> satellites,
            List<String> ignored) {
        this(table, row, recordSource, hubs, links, satellites, List.of(), List.of(), ignored);
    }

    /** Fed by columns alone, of its own and of other tables, which were always as they are. */
    public SourceTable(
            TableName table,
            String row,
            String recordSource,
            List<HubFeed> hubs,
            List<LinkFeed> links,
            List<SatelliteFeed> satellites,
            List<Reference> references,
            List<LinkFeed> resolved,
            List<String> ignored) {
        this(
                table,
                row,
                recordSource,
                Optional.empty(),
                hubs,
                links,
                satellites,
                Map.of(),
                references,
                resolved,
                ignored,
                ColumnHistory.NONE,
                DriftPolicy.NONE);
    }

    public SourceTable {
        computed = Ordered.copy(computed);
        references = List.copyOf(references);
        resolved = List.copyOf(resolved);
        ignored = List.copyOf(ignored);
        hubs = List.copyOf(hubs);
        links = List.copyOf(links);
        satellites = List.copyOf(satellites);
    }

    /** The same table, as its own source knows it. */
    SourceTable inItsSource() {
        return new SourceTable(
                table.inItsSource(),
                row,
                recordSource,
                recordSourceColumn,
                hubs,
                links,
                satellites,
                computed,
                references,
                resolved,
                ignored,
                history,
                drift);
    }

    private static final String FILTER = "where ";

    /**
     * By what name a condition stands among what is computed, and in messages: that of no column and of no other value.
     */
    public static String nameOfFilter(Expression condition) {
        return FILTER + condition.name();
    }

    /** The condition that is true for the rows that are in the vault; empty when all are. */
    public Optional<Expression> filter() {
        return computed.entrySet().stream()
                .filter(each -> each.getKey().startsWith(FILTER))
                .map(each -> (Expression) each.getValue())
                .findFirst();
    }

    /** The same with another policy for changes of its columns. */
    public SourceTable withDrift(DriftPolicy policy) {
        return copy(recordSourceColumn, hubs, satellites, computed, references, history, policy);
    }

    /** Whether a column of the source feeds something. */
    public boolean maps(String column) {
        return recordSourceColumn.filter(column::equals).isPresent()
                || computed.values().stream().anyMatch(value -> value.uses(column))
                || hubs.stream().anyMatch(feed -> feeds(column, feed.columns()))
                || satellites.stream().anyMatch(feed -> feeds(column, feed.columns()));
    }

    /** Whether one of a feed's columns is fed from a column of the source, itself or as a part of what is computed. */
    public boolean feeds(String column, Map<String, String> feed) {
        return feed.values().stream().anyMatch(from -> sourceColumns(from).contains(column));
    }

    /** The columns of the source that stand behind what a feed names: the column itself, or those it is computed of. */
    public Set<String> sourceColumns(String fed) {
        Computed value = computed.get(fed);
        return value == null ? Set.of(fed) : value.sourceColumns();
    }

    public boolean isConstant(String fed) {
        return computed.get(fed) instanceof Computed.Constant;
    }

    public boolean isExpression(String fed) {
        return computed.get(fed) instanceof Computed.Expression;
    }

    /** What identifies something is empty when all of these are; constants say nothing about the row. */
    public List<String> telling(HubFeed feed) {
        return feed.columns().values().stream().filter(fed -> !isConstant(fed)).toList();
    }

    /** The same table, fed otherwise. */
    public SourceTable with(List<HubFeed> otherHubs, List<SatelliteFeed> otherSatellites) {
        return copy(recordSourceColumn, otherHubs, otherSatellites, computed, references, history, drift);
    }

    /** The same table with other values that are computed. */
    public SourceTable with(Map<String, Computed> otherValues) {
        return copy(recordSourceColumn, hubs, satellites, otherValues, references, history, drift);
    }

    /** The same table with references over other columns. */
    public SourceTable with(List<Reference> otherReferences) {
        return copy(recordSourceColumn, hubs, satellites, computed, otherReferences, history, drift);
    }

    /** The same table whose record source another column says. */
    public SourceTable withRecordSource(Optional<String> otherColumn) {
        return copy(otherColumn, hubs, satellites, computed, references, history, drift);
    }

    public SourceTable with(ColumnHistory otherHistory) {
        return copy(recordSourceColumn, hubs, satellites, computed, references, otherHistory, drift);
    }

    private SourceTable copy(
            Optional<String> source,
            List<HubFeed> hubFeeds,
            List<SatelliteFeed> satelliteFeeds,
            Map<String, Computed> values,
            List<Reference> refers,
            ColumnHistory past,
            DriftPolicy policy) {
        return new SourceTable(
                table,
                row,
                recordSource,
                source,
                hubFeeds,
                links,
                satelliteFeeds,
                values,
                refers,
                resolved,
                ignored,
                past,
                policy);
    }

    /** All links that the table feeds. */
    public List<LinkFeed> allLinks() {
        return Stream.concat(links.stream(), resolved.stream()).toList();
    }

    /** Whether keys of a hub come from here, as columns or behind a reference. */
    boolean feedsHub(String hub) {
        return hubs.stream().anyMatch(feed -> feed.hub().equals(hub))
                || references.stream().anyMatch(reference -> reference.hub().equals(hub));
    }

    public boolean feedsLink(String link) {
        return allLinks().stream().anyMatch(feed -> feed.link().equals(link));
    }

    public Optional<Reference> reference(String role) {
        return references.stream().filter(each -> each.role().equals(role)).findFirst();
    }

    /** Whether a link opens and closes with this table's rows, or with those that these refer to. */
    public boolean decides(String link) {
        return Stream.concat(drivenLinks().stream(), resolved.stream())
                .anyMatch(feed -> feed.link().equals(link));
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
     * @param columns business-key column to source column, or to the name of a {@link Computed} value, in business-key
     *     order
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
     * @param isMention whether rows of this table only show that the link was, and those of another table decide when
     *     it is, or of none
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
     * @param columns attribute to source column or {@link Computed} value, child-key columns included, in the
     *     satellite's order
     */
    public record SatelliteFeed(String satellite, String parentRole, Map<String, String> columns) {

        public SatelliteFeed {
            columns = Ordered.copy(columns);
        }
    }
}
