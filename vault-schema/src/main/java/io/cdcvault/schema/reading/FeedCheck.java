package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.function.Predicate;

/**
 * Every hub is fed, every satellite by exactly one table and once. One table at most decides about a link; where none
 * does, a satellite says what is there.
 */
final class FeedCheck {

    private final Report report;
    private final VaultModel model;

    FeedCheck(Report report, VaultModel model) {
        this.report = report;
        this.model = model;
    }

    void run() {
        model.hubs().forEach(this::check);
        model.links().forEach(this::check);
        model.satellites().forEach(this::check);
        model.sources().forEach(this::checkRepeats);
    }

    private void check(Hub hub) {
        fedBy(source -> source.hubs().stream().anyMatch(feed -> feed.hub().equals(hub.name())), hub, hub.name());
    }

    private void check(Link link) {
        List<TableName> feeding = fedBy(source -> source.feedsLink(link.name()), link, link.name());
        List<TableName> deciding = tables(source -> source.decides(link.name()));
        // Of several sources each has an effectivity table of its own.
        if (!Repeats.in(deciding, TableName::source).isEmpty()) {
            report.at(
                    link,
                    link.name() + " is fed by " + joined(deciding)
                            + ": one table could not know what the other opened, expected mentions: [" + link.name()
                            + "] instead of links where a table does not decide when it is open, or a link for each");
        }
        if (deciding.isEmpty() && !feeding.isEmpty()) {
            checkMentioned(link, feeding);
        }
    }

    /** What only mentions a link does not say when it is open: the satellites about it must. */
    private void checkMentioned(Link link, List<TableName> mentioning) {
        boolean hasLife = model.sources().stream()
                .map(SourceTable::row)
                .flatMap(row -> model.satellites().stream()
                        .filter(satellite -> satellite.name().equals(row)))
                .anyMatch(satellite -> satellite.parent().equals(link.name()));
        if (!hasLife) {
            report.at(
                    link,
                    joined(mentioning) + " only " + (mentioning.size() == 1 ? "mentions " : "mention ") + link.name()
                            + ", so that nothing says when it is open, expected links: [" + link.name()
                            + "] where a table decides, or a satellite of it that is its table's row");
        }
        if (link.drivingRoles().size() < link.roles().size()) {
            report.at(
                    link,
                    link.name() + " has driving roles, but " + joined(mentioning) + " only "
                            + (mentioning.size() == 1 ? "mentions" : "mention")
                            + " it, expected no driving: no table opens and closes it");
        }
    }

    private void check(Satellite satellite) {
        String name = satellite.name();
        List<TableName> tables = fedBy(
                source -> source.satellites().stream()
                        .anyMatch(feed -> feed.satellite().equals(name)),
                satellite,
                name);
        if (satellite.attributes().isEmpty() && !report.isReported(satellite)) {
            checkEmpty(satellite);
        }
        if (tables.size() > 1) {
            report.at(
                    satellite,
                    name + " is fed by " + joined(tables) + ": their versions would alternate, expected a"
                            + " satellite for each, such as " + name + "_"
                            + word(tables, 0) + " and " + name + "_" + word(tables, 1));
        }
    }

    /** That its row is there is all that such a satellite says. */
    private void checkEmpty(Satellite satellite) {
        if (model.sources().stream().noneMatch(source -> source.row().equals(satellite.name()))) {
            report.at(
                    satellite,
                    satellite.name() + " has no attributes, expected one or more, or row: " + satellite.name()
                            + " in the source table whose rows it stands for");
        }
    }

    /** What distinguishes two tables. */
    private static String word(List<TableName> tables, int number) {
        TableName table = tables.get(number);
        return table.source().equals(tables.get(1 - number).source()) ? table.table() : table.source();
    }

    private List<TableName> fedBy(Predicate<SourceTable> feeds, Object element, String name) {
        List<TableName> tables = tables(feeds);
        if (tables.isEmpty()) {
            report.at(element, name + " is not fed, expected a source table that lists it");
        }
        return tables;
    }

    private List<TableName> tables(Predicate<SourceTable> feeds) {
        return model.sources().stream().filter(feeds).map(SourceTable::table).toList();
    }

    private void checkRepeats(SourceTable source) {
        Repeats.in(source.allLinks(), SourceTable.LinkFeed::link)
                .forEach(feed -> report.at(feed, source.table() + " lists " + feed.link() + " twice"));
        Repeats.in(source.satellites(), SourceTable.SatelliteFeed::satellite)
                .forEach(feed -> report.at(feed, source.table() + " lists " + feed.satellite() + " twice"));
        Repeats.in(source.hubs(), SourceTable.HubFeed::role)
                .forEach(feed -> report.at(feed, source.table() + " has two hubs in the role " + feed.role()));
    }

    private static String joined(List<TableName> tables) {
        return tables.stream().map(TableName::toString).collect(joining(" and "));
    }
}
