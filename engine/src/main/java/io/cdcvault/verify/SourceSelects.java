package io.cdcvault.verify;

import static io.cdcvault.database.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Constant;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.ReferencePath;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a source table says that the vault must hold. Values are cast to the types of the vault's columns, as the loader
 * does, from their text; one that the type does not take keeps its text, which nothing in the vault equals.
 */
final class SourceSelects {

    private final VaultModel model;
    private final SourceTable source;
    private final ComparedCatalog catalog;
    private final HashRecipe recipe;
    private final Set<String> risky = new TreeSet<>();

    /** @param catalog of types that it does not have, the texts are compared */
    SourceSelects(VaultModel model, SourceTable source, ComparedCatalog catalog) {
        this.model = model;
        this.source = source;
        this.catalog = catalog;
        this.recipe = HashRecipe.named(model.settings().hash(), model.settings().algorithm());
    }

    /** The business keys that the table's rows mention in a role, also those whose own key is empty. */
    String mentions(HubFeed feed) {
        return selectAll(businessKey(feed), List.of(), isPresent(feed));
    }

    /** The rows that exist. */
    String rows(HubFeed feed) {
        return select(businessKey(feed), List.of(), isPresent(feed));
    }

    String links(LinkFeed feed) {
        return select(businessKeys(feed), List.of(), arePresent(feed));
    }

    /** The links that follow references: the rows, each joined with those that it refers to. */
    String resolved(LinkFeed feed) {
        List<String> keys = new ArrayList<>();
        StringBuilder joins = new StringBuilder();
        for (Role role : model.link(feed.link()).roles()) {
            String from = Objects.requireNonNull(feed.roles().get(role.name()));
            Optional<ReferencePath> path =
                    source.reference(from).flatMap(reference -> ReferencePath.of(model, source, reference));
            if (path.isPresent()) {
                String end = quoted("end " + keys.size());
                joins.append(join(path.get(), end));
                IntStream.range(0, model.hub(role.hub()).businessKey().size())
                        .forEach(number -> keys.add(end + "." + part(number)));
            } else {
                keys.addAll(businessKey(source.hubFeed(from)));
            }
        }
        return "select " + Names.aliased(keys, List.of()) + "\nfrom " + catalog.from(source.table()) + joins
                + "\nwhere " + isPresent(source.hubFeed(source.row())) + filter();
    }

    private String join(ReferencePath path, String end) {
        SourceSelects target = new SourceSelects(model, path.target().source(), catalog);
        List<String> compared = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        path.reference().columns().forEach((theirs, own) -> {
            Column attribute = path.own().attributes().get(compared.size());
            equal.add(end + "." + comparedPart(compared.size()) + " = " + value(own, attribute));
            compared.add(target.value(theirs, attribute));
        });
        String rows = target.rowsBy(compared);
        risky.addAll(target.risky);
        return "\njoin (" + rows + ") as " + end + " on " + String.join(" and ", equal);
    }

    /** The business keys of the rows, with what they are compared by. Only these columns' names are seen outside. */
    private String rowsBy(List<String> compared) {
        HubFeed row = source.hubFeed(source.row());
        List<String> key = businessKey(row);
        return "select "
                + Stream.concat(
                                IntStream.range(0, key.size())
                                        .mapToObj(number -> key.get(number) + " as " + part(number)),
                                IntStream.range(0, compared.size())
                                        .mapToObj(number -> compared.get(number) + " as " + comparedPart(number)))
                        .collect(joining(", "))
                + " from " + catalog.from(source.table()) + " where " + isPresent(row) + filter();
    }

    private static String part(int number) {
        return quoted("referred key " + number);
    }

    private static String comparedPart(int number) {
        return quoted("referred by " + number);
    }

    String versions(SatelliteFeed feed) {
        Satellite satellite = model.satellite(feed.satellite());
        List<String> keys = new ArrayList<>(parentKey(feed, satellite));
        satellite.childKey().forEach(child -> keys.add(attribute(feed, child)));
        List<String> values = satellite.attributes().stream()
                .map(attribute -> attribute(feed, attribute))
                .toList();
        return select(keys, values, parentIsPresent(feed));
    }

    /** The feed of a link that the table is known to feed. */
    LinkFeed linkFeed(String link) {
        return source.links().stream()
                .filter(feed -> feed.link().equals(link))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no link " + link));
    }

    private String select(List<String> keys, List<String> values, String condition) {
        return selectAll(keys, values, condition) + rowIsPresent();
    }

    private String selectAll(List<String> keys, List<String> values, String condition) {
        return "select " + Names.aliased(keys, values) + "\nfrom " + catalog.from(source.table()) + "\nwhere "
                + condition + filter();
    }

    /** Rows that the model's filter leaves out are not in the vault. */
    private String filter() {
        return source.filter()
                .map(condition -> {
                    risky.add(SourceTable.nameOfFilter(condition));
                    return " and (select (" + condition.sql() + ") is true" + ofArguments(condition) + ")";
                })
                .orElse("");
    }

    /** A row whose own key is NULL stands for nothing. */
    private String rowIsPresent() {
        if (model.isHub(source.row())) {
            return " and " + isPresent(source.hubFeed(source.row()));
        }
        return model.isLink(source.row())
                ? " and " + arePresent(linkFeed(source.row()))
                : " and " + parentIsPresent(satelliteFeed(source.row()));
    }

    private String parentIsPresent(SatelliteFeed feed) {
        String parent = model.satellite(feed.satellite()).parent();
        return model.isLink(parent) ? arePresent(linkFeed(parent)) : isPresent(source.hubFeed(feed.parentRole()));
    }

    private SatelliteFeed satelliteFeed(String satellite) {
        return source.satellites().stream()
                .filter(feed -> feed.satellite().equals(satellite))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no " + satellite));
    }

    private List<String> parentKey(SatelliteFeed feed, Satellite satellite) {
        return model.isLink(satellite.parent())
                ? businessKeys(linkFeed(satellite.parent()))
                : businessKey(source.hubFeed(feed.parentRole()));
    }

    private List<String> businessKey(HubFeed feed) {
        return model.hub(feed.hub()).businessKey().stream()
                .map(column -> value(feed.columns().get(column.name()), column))
                .toList();
    }

    private List<String> businessKeys(LinkFeed feed) {
        return ends(feed).flatMap(end -> businessKey(end).stream()).toList();
    }

    private String isPresent(HubFeed feed) {
        List<Field<Object>> parts = model.hub(feed.hub()).businessKey().stream()
                .filter(column -> !source.isConstant(feed.columns().getOrDefault(column.name(), "")))
                .map(column -> value(feed.columns().get(column.name()), column))
                .map(sql -> DSL.field(DSL.raw(sql)))
                .toList();
        return parts.isEmpty()
                ? "true"
                : DSL.using(SQLDialect.POSTGRES).renderInlined(recipe.key(parts).isNotNull());
    }

    private String arePresent(LinkFeed feed) {
        return ends(feed).map(this::isPresent).collect(joining(" and "));
    }

    private Stream<HubFeed> ends(LinkFeed feed) {
        return model.link(feed.link()).roles().stream()
                .map(role -> source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name()))));
    }

    private String attribute(SatelliteFeed feed, Column attribute) {
        return value(feed.columns().get(attribute.name()), attribute);
    }

    private String value(@Nullable String fed, Column column) {
        Computed computed = source.computed().get(fed);
        return computed == null ? ofColumn(Objects.requireNonNull(fed), column) : of(computed, column);
    }

    /** As the loader's staging table computes it, of values that have gone through their texts. */
    private String of(Computed computed, Column column) {
        String type = catalog.knows(column.type()) ? column.type() : "text";
        if (computed instanceof Expression expression) {
            risky.add(expression.name() + " as " + type);
            return "(select cast((" + expression.sql() + ") as " + type + ")" + ofArguments(expression) + ")";
        }
        return "cast(" + Identifiers.literal(((Constant) computed).text()) + " as " + type + ")";
    }

    private String ofArguments(Expression expression) {
        return " from (select "
                + expression.arguments().entrySet().stream()
                        .map(argument -> "cast("
                                + catalog.textOf(
                                        source.table(), argument.getValue().column())
                                + " as " + argument.getValue().type() + ") as "
                                + Identifiers.quoted(argument.getKey()))
                        .collect(joining(", "))
                + ") as \"arguments\"";
    }

    private String ofColumn(String sourceColumn, Column column) {
        String held = Identifiers.quoted(sourceColumn);
        String text = catalog.textOf(source.table(), sourceColumn);
        if (!catalog.knows(column.type())) {
            return text;
        }
        String cast = "cast(" + text + " as " + column.type() + ")";
        if (!catalog.mayRefuse(source.table(), sourceColumn, column.type())) {
            return catalog.isOf(source.table(), sourceColumn, column.type()) ? held : cast;
        }
        if (!catalog.asksFirst()) {
            risky.add(sourceColumn + " as " + column.type());
            return cast;
        }
        return "case when pg_input_is_valid(" + text + ", " + Identifiers.literal(column.type()) + ") then cast(" + cast
                + " as text) else " + text + " end";
    }

    /** Casts that end the comparison when a value does not fit, as the server cannot be asked before. */
    Set<String> risky() {
        return Set.copyOf(risky);
    }
}
