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
import java.util.stream.Stream;

/** Every hub is fed, every link and satellite by exactly one table and once. */
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
        List<TableName> tables = fedBy(
                source -> Stream.concat(source.drivenLinks().stream(), source.resolved().stream())
                        .anyMatch(feed -> feed.link().equals(link.name())),
                link,
                link.name());
        // Of several sources each has an effectivity table of its own.
        if (!Repeats.in(tables, TableName::source).isEmpty()) {
            report.at(
                    link,
                    link.name() + " is fed by " + joined(tables)
                            + ": one table could not know what the other opened, expected mentions: [" + link.name()
                            + "] instead of links where a table does not decide when it is open, or a link for each");
        }
    }

    private void check(Satellite satellite) {
        String name = satellite.name();
        List<TableName> tables = fedBy(
                source -> source.satellites().stream()
                        .anyMatch(feed -> feed.satellite().equals(name)),
                satellite,
                name);
        if (tables.size() > 1) {
            report.at(
                    satellite,
                    name + " is fed by " + joined(tables) + ": their versions would alternate, expected a"
                            + " satellite for each, such as " + name + "_"
                            + word(tables, 0) + " and " + name + "_" + word(tables, 1));
        }
    }

    /** What distinguishes two tables. */
    private static String word(List<TableName> tables, int number) {
        TableName table = tables.get(number);
        return table.source().equals(tables.get(1 - number).source()) ? table.table() : table.source();
    }

    private List<TableName> fedBy(Predicate<SourceTable> feeds, Object element, String name) {
        List<TableName> tables =
                model.sources().stream().filter(feeds).map(SourceTable::table).toList();
        if (tables.isEmpty()) {
            report.at(element, name + " is not fed, expected a source table that lists it");
        }
        return tables;
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
