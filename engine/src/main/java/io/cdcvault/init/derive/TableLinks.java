package io.cdcvault.init.derive;

import io.cdcvault.init.derive.Hubs.Known;
import io.cdcvault.init.derive.Shape.Kind;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The hubs that a table feeds, and the links between them. */
final class TableLinks {

    private final Shape shape;
    private final Mentions mentions;
    private final VaultNames names;
    private final Remarks remarks;
    private final List<Link> links = new ArrayList<>();
    private final List<LinkFeed> feeds = new ArrayList<>();
    private final List<LinkFeed> resolved = new ArrayList<>();

    TableLinks(Shape shape, Mentions mentions, VaultNames names, Remarks remarks) {
        this.shape = shape;
        this.mentions = mentions;
        this.names = names;
        this.remarks = remarks;
        derive();
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    List<LinkFeed> feeds() {
        return List.copyOf(feeds);
    }

    /** Of links whose other end is a reference. */
    List<LinkFeed> resolved() {
        return List.copyOf(resolved);
    }

    List<Reference> references() {
        return mentions.references().stream()
                .map(mention -> new Reference(
                        feedRole(mention),
                        mention.known().hub().name(),
                        mention.key().target(),
                        mention.key().byTarget()))
                .toList();
    }

    /** The row's own hub first. */
    List<HubFeed> hubs() {
        List<HubFeed> hubs = new ArrayList<>();
        mentions.own()
                .ifPresent(
                        own -> hubs.add(new HubFeed(own.hub().name(), own.hub().name(), own.columns())));
        mentions.all()
                .forEach(mention -> hubs.add(
                        new HubFeed(feedRole(mention), mention.known().hub().name(), fed(mention))));
        return hubs;
    }

    /** What of that is computed. */
    Map<String, Computed> computed() {
        Map<String, Computed> computed = new LinkedHashMap<>();
        mentions.all().stream()
                .flatMap(mention ->
                        mention.key().columns().stream().flatMap(column -> whereItRefers(mention, column).stream()))
                .forEach(expression -> computed.put(expression.name(), expression));
        return computed;
    }

    private Map<String, String> fed(Mention mention) {
        Map<String, String> fed = new LinkedHashMap<>(mention.known().columns());
        fed.replaceAll((key, column) ->
                whereItRefers(mention, column).map(Expression::name).orElse(column));
        return fed;
    }

    private Optional<Expression> whereItRefers(Mention mention, String column) {
        return MatchSimple.expression(shape.table(), mention.key(), column, mentions::type);
    }

    private void derive() {
        String entity = Spelling.entity(shape.table().name().table());
        List<Mention> ends = new ArrayList<>();
        if (shape.isRelation()) {
            mentions.all().stream()
                    .filter(mention -> shape.leads().contains(mention.key()))
                    .forEach(ends::add);
            String link = add(entity, ends, Optional.empty(), feeds);
            remarks.element(link, relation());
        }
        for (Mention mention : mentions.all()) {
            if (!ends.contains(mention)) {
                String link = add(entity + "_" + mention.role(), ends, Optional.of(mention), feeds);
                remarks.element(
                        link,
                        shape.table().name() + " refers to " + mention.key().target() + " by "
                                + KeyScore.words(mention.key().columns()) + ".");
            }
        }
        for (Mention mention : mentions.references()) {
            String link = add(entity + "_" + mention.role(), ends, Optional.of(mention), resolved);
            remarks.element(
                    link,
                    shape.table().name() + " refers to " + mention.key().target() + " by "
                            + KeyScore.words(mention.key().columns())
                            + ", and the key stands there: the link is the two"
                            + " tables joined.");
        }
    }

    private String relation() {
        String table = shape.table().name().toString();
        return shape.kind() == Kind.RELATION
                ? "One row of " + table
                        + " is the relation itself: its primary key is made of foreign keys. Alternative: a hub of"
                        + " its own, if other tables shall refer to it."
                : "What rows of " + table + " relate, once for all rows that relate the same: the rest of their primary"
                        + " key, " + KeyScore.words(shape.childKey()) + ", is the child key of the satellite, which"
                        + " says what is there. Alternative: a hub of its own with links, if other tables shall refer"
                        + " to it.";
    }

    /** Driven by what identifies the row: its own hub, or a relation's ends. */
    private String add(String entity, List<Mention> ends, Optional<Mention> other, List<LinkFeed> to) {
        List<Role> roles = new ArrayList<>();
        Map<String, String> filled = new LinkedHashMap<>();
        mentions.own().ifPresent(own -> addOwn(own, roles, filled));
        ends.forEach(end -> add(end, roles, filled));
        List<String> driving = roles.stream().map(Role::name).toList();
        other.ifPresent(mention -> add(mention, roles, filled));
        String name = names.link(
                entity, shape.table().name(), roles.stream().map(Role::name).toList());
        links.add(new Link(name, roles, driving));
        to.add(new LinkFeed(name, filled, shape.kind() == Kind.REPEATED_RELATION));
        return name;
    }

    private static void addOwn(Known own, List<Role> roles, Map<String, String> filled) {
        String role = Mentions.ownRole(own);
        roles.add(new Role(role, own.hub().name()));
        filled.put(role, own.hub().name());
    }

    private void add(Mention mention, List<Role> roles, Map<String, String> filled) {
        roles.add(new Role(mention.role(), mention.known().hub().name()));
        filled.put(mention.role(), feedRole(mention));
    }

    /** A hub that is fed once needs no role. */
    private String feedRole(Mention mention) {
        String hub = mention.known().hub().name();
        long times = Stream.concat(mentions.all().stream(), mentions.references().stream())
                        .filter(each -> each.known().hub().name().equals(hub))
                        .count()
                + mentions.own().filter(own -> own.hub().name().equals(hub)).stream()
                        .count();
        return times == 1 ? hub : mention.role();
    }
}
