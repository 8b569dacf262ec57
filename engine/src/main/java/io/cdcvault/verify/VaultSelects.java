package io.cdcvault.verify;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.verify.Names.list;
import static java.util.stream.Collectors.joining;

import io.cdcvault.change.Lsn;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;

/**
 * What the vault says that the source held at an LSN. {@code src_lsn} is where a commit record ends, so a version
 * belongs to the moment when it is not behind the LSN.
 */
final class VaultSelects {

    private final VaultModel model;
    private final Naming naming;
    private final Lsn lsn;

    VaultSelects(VaultModel model, Lsn lsn) {
        this.model = model;
        this.naming = model.settings().naming();
        this.lsn = lsn;
    }

    /** Every business key that was ever seen. */
    String keys(Hub hub) {
        return "select " + Names.aliased(businessKey(hub, "hub"), List.of()) + "\nfrom " + table(hub.name())
                + " as hub";
    }

    /** The business keys of the rows that lived. */
    String rows(Hub hub) {
        return "select " + Names.aliased(businessKey(hub, "hub"), List.of()) + "\nfrom " + table(hub.name())
                + " as hub\n" + lives(hub) + isCreated();
    }

    /** Every link that was ever seen, by the business keys of its ends. */
    String seenLinks(Link link) {
        return "select " + Names.aliased(businessKeys(link), List.of()) + "\nfrom " + table(link.name()) + " as link"
                + ends(link);
    }

    /** The links that were open, by the business keys of their ends. */
    String links(Link link) {
        return "select " + Names.aliased(businessKeys(link), List.of()) + "\nfrom " + table(link.name()) + " as link"
                + ends(link) + "\n" + opens(link) + isOpen();
    }

    /**
     * The newest versions of what lived.
     *
     * @param isOfRow whether the parent's life is that of the source row; otherwise, unless the satellite has a life of
     *     its own, the newest versions of all
     */
    String versions(Satellite satellite, boolean isOfRow) {
        return model.isLink(satellite.parent())
                ? ofLink(satellite, model.link(satellite.parent()))
                : ofHub(satellite, model.hub(satellite.parent()), isOfRow);
    }

    private String ofHub(Satellite satellite, Hub hub, boolean isOfRow) {
        String key = naming.hashKey(hub);
        String from = columns(satellite, businessKey(hub, "hub")) + "\nfrom " + newest(satellite, key)
                + " as version\njoin " + table(hub.name()) + " as hub on " + same("hub", "version", key) + "\n";
        if (model.hasOwnLife(satellite)) {
            return from + isActive();
        }
        return isOfRow ? from + lives(hub) + isCreated() : from;
    }

    private String ofLink(Satellite satellite, Link link) {
        String key = naming.hashKey(link);
        String from = columns(satellite, businessKeys(link)) + "\nfrom " + newest(satellite, key) + " as version\njoin "
                + table(link.name()) + " as link on " + same("link", "version", key) + ends(link) + "\n";
        return model.hasOwnLife(satellite) ? from + isActive() : from + opens(link) + isOpen();
    }

    private static String columns(Satellite satellite, List<String> parentKey) {
        List<String> keys = new ArrayList<>(parentKey);
        satellite.childKey().forEach(child -> keys.add("version." + quoted(child.name())));
        List<String> values = satellite.attributes().stream()
                .map(attribute -> "version." + quoted(attribute.name()))
                .toList();
        return "select " + Names.aliased(keys, values);
    }

    private String newest(Satellite satellite, String parentKey) {
        List<String> key = new ArrayList<>(List.of(parentKey));
        satellite.childKey().stream().map(Column::name).forEach(key::add);
        return newest(satellite.name(), key);
    }

    private String newest(String table, List<String> key) {
        return "(select distinct on (" + list("each", key) + ") * from " + table(table) + " as each where each."
                + quoted(naming.sourceLsn()) + " <= " + Identifiers.literal(lsn.toString()) + "::pg_lsn order by "
                + list("each", key) + ", each."
                + quoted(naming.loadDate()) + " desc)";
    }

    private String lives(Hub hub) {
        String key = naming.hashKey(hub);
        return "join " + newest(naming.statusTable(hub), List.of(key)) + " as life on " + same("life", "hub", key);
    }

    private String opens(Link link) {
        String key = naming.hashKey(link);
        return "join " + newest(naming.effectivityTable(link), List.of(key)) + " as life on "
                + same("life", "link", key);
    }

    /** Each side with its name: a link and a hub at one of its ends may call their keys the same. */
    private static String same(String one, String other, String key) {
        return one + "." + quoted(key) + " = " + other + "." + quoted(key);
    }

    private String isCreated() {
        return "\nwhere life." + quoted(naming.status()) + " = 'C'";
    }

    private String isOpen() {
        return "\nwhere life." + quoted(naming.isActive());
    }

    private String isActive() {
        return "where version." + quoted(naming.isActive());
    }

    private String ends(Link link) {
        return link.roles().stream()
                .map(role -> "\njoin " + table(role.hub()) + " as " + end(role) + " on " + end(role) + "."
                        + quoted(naming.hashKey(model.hub(role.hub()))) + " = link." + quoted(naming.roleKey(role)))
                .collect(joining());
    }

    private List<String> businessKeys(Link link) {
        return link.roles().stream()
                .flatMap(role -> businessKey(model.hub(role.hub()), end(role)).stream())
                .toList();
    }

    private static String end(Link.Role role) {
        return quoted("end " + role.name());
    }

    private static List<String> businessKey(Hub hub, String owner) {
        return hub.businessKey().stream()
                .map(column -> owner + "." + quoted(column.name()))
                .toList();
    }

    private String table(String name) {
        return Identifiers.qualified(model.settings().schema(), name);
    }
}
