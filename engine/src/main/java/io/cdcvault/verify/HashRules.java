package io.cdcvault.verify;

import static io.cdcvault.database.Identifiers.quoted;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Every hash is the hash of what it stands for. */
final class HashRules {

    private final VaultModel model;
    private final Naming naming;
    private final HashRecipe recipe;

    HashRules(VaultModel model) {
        this.model = model;
        this.naming = model.settings().naming();
        this.recipe = HashRecipe.named(model.settings().hash(), model.settings().algorithm());
    }

    Rule ofHub(Hub hub) {
        String key = "hub." + quoted(naming.hashKey(hub));
        List<Field<Object>> businessKey = fields("hub", hub.businessKey());
        return rule(
                hub.name(),
                naming.hashKey(hub) + " is the hash of the business key",
                key,
                recipe.key(businessKey),
                table(hub.name()) + " as hub");
    }

    Rule ofLink(Link link) {
        return rule(
                link.name(),
                naming.hashKey(link) + " is the hash of the ends' business keys",
                "link." + quoted(naming.hashKey(link)),
                recipe.key(ends(link, link.roles())),
                table(link.name()) + " as link" + joins(link, link.roles()));
    }

    Rule ofDrivingKey(Link link) {
        List<Link.Role> driving = link.roles().stream().filter(link::isDriving).toList();
        String effectivity = naming.effectivityTable(link);
        return rule(
                effectivity,
                naming.drivingKey() + " is the hash of the driving business keys",
                "effect." + quoted(naming.drivingKey()),
                recipe.key(ends(link, driving)),
                table(effectivity) + " as effect join " + table(link.name()) + " as link on link."
                        + quoted(naming.hashKey(link)) + " = effect." + quoted(naming.hashKey(link))
                        + joins(link, driving));
    }

    Rule ofSatellite(Satellite satellite, List<Set<String>> former) {
        Set<String> present = satellite.attributes().stream().map(Column::name).collect(toCollection(TreeSet::new));
        Set<String> ever = new TreeSet<>(present);
        former.forEach(ever::addAll);
        String differs = Stream.concat(Stream.of(present), former.stream().filter(each -> !each.equals(present)))
                .map(attributes -> isNotOf(attributes, ever))
                .collect(joining(" and "));
        String parent = model.isLink(satellite.parent())
                ? naming.hashKey(model.link(satellite.parent()))
                : naming.hashKey(model.hub(satellite.parent()));
        return Rule.of(
                satellite.name(),
                naming.hashDiff() + " is the hash of the attributes",
                "select version." + quoted(parent) + "::text as key from " + table(satellite.name())
                        + " as version where " + differs);
    }

    /** True of a version that was not written by a model with these attributes: it would have no others. */
    private String isNotOf(Set<String> attributes, Set<String> ever) {
        Map<String, Field<Object>> values = new LinkedHashMap<>();
        attributes.forEach(name -> values.put(name, field("version", name)));
        String others = ever.stream()
                .filter(name -> !attributes.contains(name))
                .map(name -> " or version." + quoted(name) + " is not null")
                .collect(joining());
        return "(version." + quoted(naming.hashDiff()) + " is distinct from " + rendered(recipe.hashDiff(values))
                + others + ")";
    }

    private static Rule rule(String table, String claim, String key, Field<?> hash, String from) {
        return Rule.of(
                table,
                claim,
                "select " + key + "::text as key from " + from + " where " + key + " is distinct from "
                        + rendered(hash));
    }

    private static String rendered(Field<?> hash) {
        return DSL.using(SQLDialect.POSTGRES).renderInlined(hash);
    }

    private List<Field<Object>> ends(Link link, List<Link.Role> roles) {
        return roles.stream()
                .flatMap(role -> fields(end(link, role), model.hub(role.hub()).businessKey()).stream())
                .toList();
    }

    private String joins(Link link, List<Link.Role> roles) {
        return roles.stream()
                .map(role -> " join " + table(role.hub()) + " as " + end(link, role) + " on " + end(link, role) + "."
                        + quoted(naming.hashKey(model.hub(role.hub()))) + " = link."
                        + quoted(naming.roleKey(role)))
                .collect(joining());
    }

    private static String end(Link link, Link.Role role) {
        return "end_" + link.roles().indexOf(role);
    }

    private static List<Field<Object>> fields(String owner, List<Column> columns) {
        return columns.stream().map(column -> field(owner, column.name())).toList();
    }

    private static Field<Object> field(String owner, String column) {
        return DSL.field(DSL.raw(owner + "." + quoted(column)));
    }

    private String table(String name) {
        return Identifiers.qualified(model.settings().schema(), name);
    }
}
