package io.cdcvault.schema.reading;

import static java.util.stream.Collectors.joining;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.ReferencePath.Side;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether links can follow the references of a model: the vault must have what both sides of each compare. */
final class ReferenceCheck {

    private final Report report;
    private final VaultModel model;

    ReferenceCheck(Report report, VaultModel model) {
        this.report = report;
        this.model = model;
    }

    void run() {
        for (SourceTable source : model.sources()) {
            source.references().forEach(reference -> check(source, reference));
            source.resolved().forEach(feed -> check(source, feed));
        }
    }

    private void check(SourceTable source, Reference reference) {
        if (!model.settings().hash().equals(HashRecipe.EXACT)) {
            report.at(
                    reference,
                    "References need vault.hash: exact, because two links may share a hash of "
                            + model.settings().hash());
        }
        if (source.resolved().stream().noneMatch(feed -> feed.roles().containsValue(reference.role()))) {
            report.at(reference, "The reference " + reference.role() + " is an end of no link, expected one in links");
        }
        Optional<SourceTable> target = model.source(reference.table());
        if (target.isEmpty()) {
            report.at(
                    reference,
                    reference.table() + " is not in the model, expected a table whose rows are " + reference.hub());
            return;
        }
        if (!target.get().row().equals(reference.hub())) {
            report.at(
                    reference,
                    "A row of " + reference.table() + " is " + target.get().row() + ", expected a table whose rows are "
                            + reference.hub());
            return;
        }
        if (!model.isHub(source.row())) {
            report.at(
                    reference,
                    "A row of " + source.table() + " is " + source.row()
                            + ", expected a hub of its own where a row refers to the key of another table");
            return;
        }
        Optional<Side> own = side(source, reference, reference.columns().values());
        Optional<Side> theirs =
                side(target.get(), reference, reference.columns().keySet());
        if (own.isPresent() && theirs.isPresent()) {
            checkTypes(reference, own.get(), theirs.get());
        }
    }

    private Optional<Side> side(SourceTable source, Reference reference, Collection<String> columns) {
        Optional<Side> side = Side.of(model, source, columns);
        if (side.isEmpty()) {
            report.at(
                    reference,
                    "No satellite of " + source.row() + " has " + String.join(", ", columns) + " of " + source.table()
                            + " as " + (columns.size() == 1 ? "an attribute" : "attributes")
                            + ": the link could not follow the reference, expected "
                            + (columns.size() == 1 ? "one" : "one with all of them"));
        }
        return side;
    }

    private void checkTypes(Reference reference, Side own, Side target) {
        for (int i = 0; i < own.attributes().size(); i++) {
            Column one = own.attributes().get(i);
            Column other = target.attributes().get(i);
            if (!kind(one.type()).equals(kind(other.type()))) {
                report.at(
                        reference,
                        own.satellite().name() + "." + one.name() + " is " + one.type() + " and "
                                + target.satellite().name() + "." + other.name() + " is " + other.type()
                                + ", expected types that compare");
            }
        }
    }

    /** Types of one kind are compared by an index. */
    private static String kind(String type) {
        String name = type.toLowerCase(Locale.ROOT).replaceAll("\\s*\\(.*", "").strip();
        return switch (name) {
            case "smallint", "integer", "int", "bigint", "int2", "int4", "int8" -> "bigint";
            case "text", "varchar", "character varying" -> "text";
            default -> name;
        };
    }

    private void check(SourceTable source, LinkFeed feed) {
        Optional<Link> link = model.links().stream()
                .filter(each -> each.name().equals(feed.link()))
                .findFirst();
        if (link.isEmpty() || feed.roles().size() < link.get().roles().size()) {
            return;
        }
        List<String> driving = link.get().drivingRoles().stream()
                .flatMap(role -> Stream.ofNullable(feed.roles().get(role)))
                .toList();
        List<String> others = feed.roles().values().stream()
                .filter(role -> !driving.contains(role))
                .toList();
        boolean isDrivenByRow = driving.equals(List.of(source.row()));
        if (!isDrivenByRow
                || !others.stream().allMatch(role -> source.reference(role).isPresent())) {
            report.at(
                    feed,
                    feed.link() + " joins " + String.join(", ", feed.roles().values()) + ", driven by "
                            + (driving.isEmpty() ? "none" : String.join(", ", driving)) + ", expected a link between "
                            + source.row() + ", which drives it, and "
                            + source.references().stream().map(Reference::role).collect(joining(", "))
                            + ": a link of references follows them alone");
        }
        if (feed.isMention()) {
            report.at(feed, feed.link() + " has a reference as its end, expected it in links, not in mentions");
        }
        model.satellites().stream()
                .filter(satellite -> satellite.parent().equals(feed.link()))
                .forEach(satellite -> report.at(
                        satellite,
                        satellite.name() + " hangs on " + feed.link()
                                + ", which moves with a reference, expected it on " + source.row()));
        model.sources().stream()
                .filter(other -> !other.equals(source))
                .flatMap(other -> other.links().stream())
                .filter(other -> other.link().equals(feed.link()))
                .forEach(other -> report.at(
                        other,
                        feed.link() + " follows the references of " + source.table() + ", expected it there only"));
    }
}
