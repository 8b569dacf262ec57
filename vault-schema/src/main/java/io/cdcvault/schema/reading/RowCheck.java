package io.cdcvault.schema.reading;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A row's life follows from its own key. Two tables' rows never stand for the same thing; a link's driving key is the
 * row's key, so that a row has at most one open link; and what a satellite hangs on is never shared by two rows.
 */
final class RowCheck {

    private final Report report;
    private final VaultModel model;
    private final Known known;

    RowCheck(Report report, VaultModel model) {
        this.report = report;
        this.model = model;
        this.known = new Known(model.hubs(), model.links(), model.satellites());
    }

    void run() {
        List<SourceTable> withRow = model.sources().stream()
                .filter(source -> !source.row().isEmpty())
                .toList();
        // Of several sources each has a status table of its own.
        Repeats.in(withRow, source -> List.of(source.table().source(), source.row()))
                .forEach(this::reportShared);
        withRow.forEach(this::check);
    }

    private void reportShared(SourceTable source) {
        SourceTable other = model.sources().stream()
                .filter(candidate -> candidate.row().equals(source.row())
                        && candidate.table().source().equals(source.table().source()))
                .findFirst()
                .orElseThrow();
        String instead = source.satellites().isEmpty()
                ? "a link"
                : source.satellites().get(0).satellite();
        report.at(
                source,
                "One row of " + other.table() + " and one of " + source.table() + " both stand for " + source.row()
                        + ", expected row: " + instead + " where a row is only a part of it");
    }

    private void check(SourceTable source) {
        RowKeyRule keys = new RowKeyRule(source, known);
        Set<String> whole = keys.ofRow();
        Set<String> row = telling(source, whole);
        if (row.isEmpty() && !whole.isEmpty()) {
            report.at(source, "A row of " + source.table() + " is identified by constants, expected a column too");
        }
        source.drivenLinks().forEach(feed -> known.link(feed.link())
                .filter(link -> isFilled(link, feed) && !row.isEmpty())
                .ifPresent(link -> checkDriving(source, feed, row, telling(source, keys.ofOwner(feed, link)))));
        checkExpressions(source, row);
        source.satellites().stream()
                .filter(feed -> isContested(row, keys.ofRowsUnder(feed)))
                .forEach(feed -> reportContested(source, feed, row));
        source.satellites().stream()
                .filter(feed -> !feed.satellite().equals(source.row()) && hangsOnMention(source, feed))
                .forEach(feed -> report.at(
                        feed,
                        feed.satellite() + " hangs on " + feed.parentRole() + ", which " + source.table()
                                + " only mentions, expected row: " + feed.satellite()
                                + ", so that its versions end with the rows"));
    }

    /**
     * Rows that differ could be one to an expression, and the vault's key of a row does not say what it was computed
     * of: so the recipe must keep all keys apart, and the source's log must hold what it is computed of, which the
     * source says.
     */
    private void checkExpressions(SourceTable source, Set<String> row) {
        Set<String> childKey = childKey(source);
        row.stream()
                .filter(source::isExpression)
                .filter(fed -> !isExact() || childKey.contains(fed))
                .forEach(fed -> report.at(
                        source,
                        "A row of " + source.table() + " is identified by the expression " + fed + ", expected "
                                + (childKey.contains(fed)
                                        ? "columns or constants in its child key"
                                        : "vault.hash: exact, which keeps all keys apart, or columns")));
        source.satellites().stream()
                .filter(feed -> new RowKeyRule(source, known)
                        .ofRowsUnder(feed).stream().anyMatch(fed -> source.isExpression(fed) && !row.contains(fed)))
                .forEach(feed -> report.at(
                        feed,
                        feed.satellite() + " has versions by an expression, expected its parent and child key to be"
                                + " fed by columns or constants"));
    }

    private boolean isExact() {
        return model.settings().hash().equals(HashRecipe.EXACT);
    }

    private Set<String> childKey(SourceTable source) {
        Set<String> fed = new LinkedHashSet<>();
        source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row()))
                .forEach(feed -> known.satellite(feed.satellite()).ifPresent(satellite -> satellite
                        .childKey()
                        .forEach(child -> fed.add(feed.columns().get(child.name())))));
        return fed;
    }

    private static boolean hangsOnMention(SourceTable source, SatelliteFeed feed) {
        return source.links().stream()
                .anyMatch(link -> link.isMention() && link.link().equals(feed.parentRole()));
    }

    private void checkDriving(SourceTable source, LinkFeed feed, Set<String> row, Set<String> owner) {
        if (!owner.isEmpty() && !owner.equals(row)) {
            report.at(
                    feed,
                    "The driving roles of " + feed.link() + " are filled from (" + String.join(", ", owner)
                            + "), but a row of " + source.table() + " is " + source.row() + ", identified by ("
                            + String.join(", ", row)
                            + "), expected the same columns: otherwise a row does not know which"
                            + " link it opened");
        }
    }

    private void reportContested(SourceTable source, SatelliteFeed feed, Set<String> row) {
        report.at(
                feed,
                "Several rows of " + source.table() + " could share one version of " + feed.satellite()
                        + ": a row is " + source.row() + ", identified by (" + String.join(", ", row)
                        + "), expected the"
                        + " satellite on " + source.row() + ", or a child_key that distinguishes the rows");
    }

    /** A constant says nothing about which row it is. */
    private static Set<String> telling(SourceTable source, Set<String> fed) {
        Set<String> telling = new LinkedHashSet<>(fed);
        telling.removeIf(source::isConstant);
        return telling;
    }

    /** Empty keys are those of names that do not resolve. */
    private static boolean isContested(Set<String> row, Set<String> versions) {
        return !row.isEmpty() && !versions.isEmpty() && !versions.containsAll(row);
    }

    private static boolean isFilled(Link link, LinkFeed feed) {
        return feed.roles().size() == link.roles().size();
    }
}
