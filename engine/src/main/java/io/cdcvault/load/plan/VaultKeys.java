package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.when;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The hashes of a source table's row, each computed once under a name that later steps refer to. */
final class VaultKeys {

    private final VaultModel model;
    private final SourceTable source;
    private final Staging staging;
    private final HashRecipe recipe;

    VaultKeys(VaultModel model, SourceTable source, Staging staging) {
        this.model = model;
        this.source = source;
        this.staging = staging;
        this.recipe = HashRecipe.named(model.settings().hash(), model.settings().algorithm());
    }

    static Field<Object> hubKey(HubFeed feed) {
        return field(name(FittingName.of(feed.role() + "#key")), Object.class);
    }

    static Field<Object> linkKey(String link) {
        return field(name(FittingName.of(link + "#key")), Object.class);
    }

    static Field<Object> drivingKey(String link) {
        return field(name(FittingName.of(link + "#driving")), Object.class);
    }

    static Field<Object> hashDiff(String satellite) {
        return field(name(FittingName.of(satellite + "#diff")), Object.class);
    }

    /** All attributes as they are: hash recipes may take no notice of case or blanks, but a version must. */
    static Field<Object> image(String satellite) {
        return field(name(FittingName.of(satellite + "#image")), Object.class);
    }

    /** What {@code rec_src} says of a staged change; empty when it is the same for all of the table's. */
    Optional<Field<Object>> recordSource() {
        return staging.recordSource();
    }

    /** The hash key of what a satellite hangs on. */
    Field<Object> parentKey(SatelliteFeed feed) {
        return model.isLink(model.satellite(feed.satellite()).parent())
                ? linkKey(model.satellite(feed.satellite()).parent())
                : hubKey(source.hubFeed(feed.parentRole()));
    }

    /** The same, computed from the staged columns. */
    Field<?> parentKeyExpression(SatelliteFeed feed) {
        String parent = model.satellite(feed.satellite()).parent();
        if (model.isHub(parent)) {
            return hubKeyExpression(source.hubFeed(feed.parentRole()));
        }
        return source.links().stream()
                .filter(link -> link.link().equals(parent))
                .findFirst()
                .<Field<?>>map(link -> whenAllPresent(link, model.link(parent)))
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no " + parent));
    }

    /** A link's key, computed from the staged columns. */
    Field<?> linkKeyExpression(LinkFeed feed) {
        return whenAllPresent(feed, model.link(feed.link()));
    }

    /** A link's driving key, computed from the staged columns. */
    Field<?> drivingKeyExpression(LinkFeed feed) {
        Link link = model.link(feed.link());
        Field<?> key = recipe.key(businessKeys(feed, link, link.drivingRoles()));
        Condition present = link.roles().stream()
                .filter(link::isDriving)
                .map(role -> hubFeed(feed, role))
                .filter(this::hasConstants)
                .map(this::isPresent)
                .reduce(DSL.noCondition(), Condition::and);
        return present.equals(DSL.noCondition()) ? key : when(present, key);
    }

    /** A hub's key, computed from the staged columns: none when all but constants is empty. */
    Field<?> hubKeyExpression(HubFeed feed) {
        Field<?> key = recipe.key(businessKey(feed));
        return hasConstants(feed) ? when(isPresent(feed), key) : key;
    }

    private boolean hasConstants(HubFeed feed) {
        return source.telling(feed).size() < feed.columns().size();
    }

    /** A hub that is fed by constants alone is mentioned by every row. */
    private Condition isPresent(HubFeed feed) {
        List<Field<Object>> telling = model.hub(feed.hub()).businessKey().stream()
                .filter(column -> !source.isConstant(fed(feed, column)))
                .map(column -> staging.column(fed(feed, column), column.type()))
                .toList();
        return telling.isEmpty() ? DSL.noCondition() : recipe.key(telling).isNotNull();
    }

    private static String fed(HubFeed feed, Column column) {
        return Objects.requireNonNull(feed.columns().get(column.name()));
    }

    /** What distinguishes the rows of a satellite that are active at one time: its parent's key, and its child key. */
    List<Field<Object>> satelliteKey(SatelliteFeed feed) {
        List<Field<Object>> key = new ArrayList<>();
        key.add(parentKey(feed));
        Satellite satellite = model.satellite(feed.satellite());
        satellite.childKey().forEach(child -> key.add(attribute(feed, child)));
        return key;
    }

    /** What distinguishes the rows of the source table. */
    List<Field<Object>> rowKey() {
        if (model.isHub(source.row())) {
            return List.of(hubKey(source.hubFeed(source.row())));
        }
        if (model.isLink(source.row())) {
            return List.of(linkKey(source.row()));
        }
        return source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row()))
                .findFirst()
                .map(this::satelliteKey)
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no " + source.row()));
    }

    /** The same, computed from the staged columns. */
    List<Field<?>> rowKeyExpressions() {
        if (model.isHub(source.row())) {
            return List.of(hubKeyExpression(source.hubFeed(source.row())));
        }
        if (model.isLink(source.row())) {
            return List.of(whenAllPresent(linkFeed(source.row()), model.link(source.row())));
        }
        SatelliteFeed feed = source.satellites().stream()
                .filter(each -> each.satellite().equals(source.row()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no " + source.row()));
        List<Field<?>> key = new ArrayList<>();
        key.add(parentKeyExpression(feed));
        model.satellite(source.row()).childKey().forEach(child -> key.add(attribute(feed, child)));
        return key;
    }

    /** The same, by source columns. */
    RowIdentity rowIdentity() {
        return new RowIdentity(
                recipe,
                rowHubs(model, source).stream()
                        .map(source::telling)
                        .filter(fed -> !fed.isEmpty())
                        .map(fed -> new RowIdentity.BusinessKey(
                                fed.stream()
                                        .flatMap(each -> source.sourceColumns(each).stream())
                                        .distinct()
                                        .toList(),
                                fed.stream().anyMatch(source::isExpression)))
                        .toList(),
                part(source).map(this::childColumns).orElse(List.of()),
                rowHubs(model, source).stream()
                        .flatMap(feed -> source.telling(feed).stream())
                        .filter(fed -> !source.isExpression(fed))
                        .toList());
    }

    private static Optional<SatelliteFeed> part(SourceTable source) {
        return source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row()))
                .findFirst();
    }

    /** The hubs whose business keys identify a row. */
    static List<HubFeed> rowHubs(VaultModel model, SourceTable source) {
        String owner = part(source).map(SatelliteFeed::parentRole).orElse(source.row());
        if (!model.isLink(owner)) {
            return List.of(source.hubFeed(owner));
        }
        LinkFeed feed = source.links().stream()
                .filter(each -> each.link().equals(owner))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no link " + owner));
        return model.link(owner).roles().stream()
                .map(role -> source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name()))))
                .toList();
    }

    private List<String> childColumns(SatelliteFeed feed) {
        return model.satellite(feed.satellite()).childKey().stream()
                .map(child -> Objects.requireNonNull(feed.columns().get(child.name())))
                .filter(fed -> !source.isConstant(fed))
                .toList();
    }

    private LinkFeed linkFeed(String link) {
        return source.links().stream()
                .filter(feed -> feed.link().equals(link))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.table() + " feeds no " + link));
    }

    Field<Object> attribute(SatelliteFeed feed, Column attribute) {
        return staging.column(Objects.requireNonNull(feed.columns().get(attribute.name())), attribute.type());
    }

    /** Every hash of the row, by the names above. */
    List<Field<?>> all() {
        List<Field<?>> all = new ArrayList<>();
        source.hubs().forEach(feed -> all.add(hubKeyExpression(feed).as(hubKey(feed))));
        for (LinkFeed feed : source.links()) {
            Link link = model.link(feed.link());
            all.add(whenAllPresent(feed, link).as(linkKey(feed.link())));
            if (!feed.isMention()) {
                all.add(drivingKeyExpression(feed).as(drivingKey(feed.link())));
            }
        }
        for (SatelliteFeed feed : source.satellites()) {
            Map<String, Field<Object>> attributes = attributes(feed);
            all.add(recipe.hashDiff(attributes).as(hashDiff(feed.satellite())));
            all.add(imageOf(List.copyOf(attributes.values())).as(image(feed.satellite())));
        }
        return all;
    }

    static Field<String> imageOf(List<? extends Field<?>> attributes) {
        return DSL.field("row({0})::text", String.class, DSL.list(attributes));
    }

    private Map<String, Field<Object>> attributes(SatelliteFeed feed) {
        Map<String, Field<Object>> attributes = new LinkedHashMap<>();
        for (Column attribute : model.satellite(feed.satellite()).attributes()) {
            attributes.put(attribute.name(), attribute(feed, attribute));
        }
        return attributes;
    }

    List<Field<Object>> businessKey(HubFeed feed) {
        Hub hub = model.hub(feed.hub());
        return hub.businessKey().stream()
                .map(column -> staging.column(fed(feed, column), column.type()))
                .toList();
    }

    private List<Field<Object>> businessKeys(LinkFeed feed, Link link, List<String> roles) {
        return link.roles().stream()
                .filter(role -> roles.contains(role.name()))
                .flatMap(role -> businessKey(hubFeed(feed, role)).stream())
                .toList();
    }

    HubFeed hubFeed(LinkFeed feed, Link.Role role) {
        return source.hubFeed(Objects.requireNonNull(feed.roles().get(role.name())));
    }

    /** A relationship exists when all its ends do: a foreign key that is NULL means no link. */
    private Field<?> whenAllPresent(LinkFeed feed, Link link) {
        List<String> roles = link.roles().stream().map(Link.Role::name).toList();
        Condition present = link.roles().stream()
                .map(role -> isPresent(hubFeed(feed, role)))
                .reduce(DSL.noCondition(), Condition::and);
        return when(present, recipe.key(businessKeys(feed, link, roles)));
    }
}
