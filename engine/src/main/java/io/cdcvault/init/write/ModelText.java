package io.cdcvault.init.write;

import io.cdcvault.init.derive.DerivedModel;
import io.cdcvault.init.derive.LeftOut;
import io.cdcvault.init.derive.Remarks;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Link.Role;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A derived model as YAML, with a comment for each choice. */
public final class ModelText {

    private static final int ITEM = 2;
    private static final int KEY = 4;
    private static final int COLUMN = 6;

    private final VaultModel model;
    private final Remarks remarks;
    private final List<LeftOut> leftOut;
    private final Lines lines = new Lines();

    private ModelText(DerivedModel derived) {
        this.model = derived.model();
        this.remarks = derived.remarks();
        this.leftOut = derived.leftOut();
    }

    /** The text, which reads as the same model; it ends with what the model leaves out. */
    public static String of(DerivedModel derived) {
        return new ModelText(derived).write();
    }

    private String write() {
        Heading.write(model, lines);
        lines.add(0, "model: " + YamlText.name(model.name()));
        lines.blank();
        lines.add(0, "vault:");
        lines.add(ITEM, "schema: " + YamlText.name(model.settings().schema()));
        lines.add(ITEM, "hash: " + model.settings().hash());
        lines.add(ITEM, "record_source: " + YamlText.name(model.settings().recordSource()));
        section("hubs", model.hubs(), Hub::name, this::hub);
        section("links", model.links(), Link::name, this::link);
        section("satellites", model.satellites(), Satellite::name, this::satellite);
        sources();
        LeftOutText.write(leftOut, lines);
        return lines.text();
    }

    private <T> void section(String title, List<T> elements, Function<T, String> name, Consumer<T> writing) {
        if (elements.isEmpty()) {
            return;
        }
        lines.blank();
        lines.add(0, title + ":");
        String subject = "";
        for (T element : elements) {
            subject = heading(subject, remarks.subject(name.apply(element)));
            lines.comment(ITEM, remarks.ofElement(name.apply(element)));
            writing.accept(element);
        }
    }

    /** Where another subject begins. */
    private String heading(String before, String subject) {
        if (!before.equals(subject)) {
            lines.blank();
            lines.comment(ITEM, "---- " + subject + " ----");
        }
        return subject;
    }

    private void hub(Hub hub) {
        lines.add(ITEM, YamlText.name(hub.name()) + ":");
        lines.add(KEY, "business_key:");
        hub.businessKey().forEach(column -> column(hub.name(), column));
    }

    private void link(Link link) {
        Map<String, String> roles = new LinkedHashMap<>();
        link.roles().forEach(role -> roles.put(YamlText.name(role.name()), YamlText.name(role.hub())));
        lines.add(ITEM, YamlText.name(link.name()) + ":");
        lines.add(KEY, "hubs: " + YamlText.flow(roles));
        if (link.drivingRoles().size() < link.roles().size()) {
            lines.add(KEY, "driving: " + list(link.drivingRoles()));
        }
    }

    private void satellite(Satellite satellite) {
        lines.add(ITEM, YamlText.name(satellite.name()) + ":");
        lines.add(KEY, "of: " + YamlText.name(satellite.parent()));
        if (satellite.isMultiActive()) {
            lines.add(KEY, "child_key:");
            satellite.childKey().forEach(column -> column(satellite.name(), column));
        }
        lines.add(KEY, satellite.attributes().isEmpty() ? "attributes: {}" : "attributes:");
        satellite.attributes().forEach(column -> column(satellite.name(), column));
    }

    private void column(String element, Column column) {
        String line = YamlText.name(column.name()) + ": " + YamlText.type(column.type());
        remarks.ofColumn(element, column.name())
                .ifPresentOrElse(remark -> lines.add(COLUMN, line, remark), () -> lines.add(COLUMN, line));
    }

    private void sources() {
        if (model.sources().isEmpty()) {
            return;
        }
        lines.blank();
        lines.add(0, "sources:");
        String subject = "";
        for (SourceTable source : model.sources()) {
            subject = heading(subject, remarks.subject(source.table()));
            lines.comment(ITEM, remarks.ofSource(source.table()));
            source(source);
        }
    }

    private void source(SourceTable source) {
        String name = YamlText.part(source.table().schema()) + "."
                + YamlText.part(source.table().table());
        lines.add(ITEM, (name.contains("\"") ? YamlText.quoted(name) : name) + ":");
        if (!model.isHub(source.row())) {
            lines.add(KEY, "row: " + YamlText.name(source.row()));
        }
        lines.add(KEY, "hubs:");
        source.hubs().forEach(feed -> hub(source, feed));
        if (!source.references().isEmpty()) {
            lines.add(KEY, "references:");
            source.references()
                    .forEach(reference -> lines.add(COLUMN, referenceKey(reference) + ": " + target(reference)));
        }
        links(source, "links", Stream.concat(source.drivenLinks().stream(), source.resolved().stream()));
        links(source, "mentions", source.links().stream().filter(SourceTable.LinkFeed::isMention));
        satellites(source);
        if (!source.ignored().isEmpty()) {
            lines.add(
                    KEY,
                    source.ignored().stream()
                            .map(YamlText::sourceColumn)
                            .collect(Collectors.joining(", ", "ignore: [", "]")));
        }
    }

    /** Expressions are long: each has a line of its own. */
    private void hub(SourceTable source, SourceTable.HubFeed feed) {
        if (feed.columns().values().stream().noneMatch(source.computed()::containsKey)) {
            lines.add(COLUMN, hubKey(feed) + ": " + columns(feed.columns()));
            return;
        }
        lines.add(COLUMN, hubKey(feed) + ":");
        feed.columns().forEach((key, fed) -> lines.add(COLUMN + ITEM, YamlText.name(key) + ": " + fed(source, fed)));
    }

    private static String fed(SourceTable source, String fed) {
        return source.computed().get(fed) instanceof Expression expression
                ? "{sql: " + YamlText.quoted(expression.sql()) + ", columns: " + types(expression) + "}"
                : YamlText.sourceColumn(fed);
    }

    private static String types(Expression expression) {
        Map<String, String> types = new LinkedHashMap<>();
        expression
                .arguments()
                .forEach((column, argument) -> types.put(YamlText.name(column), YamlText.flowType(argument.type())));
        return YamlText.flow(types);
    }

    private static String referenceKey(Reference reference) {
        return hubKey(new SourceTable.HubFeed(reference.role(), reference.hub(), Map.of()));
    }

    private static String target(Reference reference) {
        String name = YamlText.part(reference.table().schema()) + "."
                + YamlText.part(reference.table().table());
        return "{" + (name.contains("\"") ? YamlText.quoted(name) : name) + ": " + columns(reference.columns()) + "}";
    }

    private static String hubKey(SourceTable.HubFeed feed) {
        return feed.role().equals(feed.hub())
                ? YamlText.name(feed.hub())
                : YamlText.name(feed.hub()) + " as " + feed.role();
    }

    /** As a list where each role finds its hub by itself. */
    private void links(SourceTable source, String title, Stream<SourceTable.LinkFeed> feeds) {
        List<SourceTable.LinkFeed> links = feeds.toList();
        if (links.isEmpty()) {
            return;
        }
        if (links.stream().allMatch(feed -> feed.roles().entrySet().stream()
                .allMatch(entry -> findsItself(source, feed.link(), entry.getKey(), entry.getValue())))) {
            lines.add(
                    KEY,
                    title + ": "
                            + list(links.stream()
                                    .map(SourceTable.LinkFeed::link)
                                    .toList()));
            return;
        }
        lines.add(KEY, title + ":");
        links.forEach(feed -> {
            Map<String, String> roles = new LinkedHashMap<>();
            feed.roles().forEach((role, hub) -> roles.put(YamlText.name(role), YamlText.name(hub)));
            lines.add(COLUMN, YamlText.name(feed.link()) + ": " + YamlText.flow(roles));
        });
    }

    private boolean findsItself(SourceTable source, String link, String role, String fedAs) {
        String hub = model.link(link).roles().stream()
                .filter(each -> each.name().equals(role))
                .map(Role::hub)
                .findFirst()
                .orElse("");
        List<String> feeds = Stream.concat(
                        source.hubs().stream()
                                .filter(feed -> feed.hub().equals(hub))
                                .map(SourceTable.HubFeed::role),
                        source.references().stream()
                                .filter(reference -> reference.hub().equals(hub))
                                .map(Reference::role))
                .toList();
        return feeds.contains(role) ? fedAs.equals(role) : feeds.size() == 1;
    }

    private void satellites(SourceTable source) {
        if (source.satellites().isEmpty()) {
            return;
        }
        boolean hasRenamed =
                source.satellites().stream().anyMatch(feed -> !renamed(feed).isEmpty());
        if (!hasRenamed) {
            lines.add(
                    KEY,
                    "satellites: "
                            + list(source.satellites().stream()
                                    .map(SourceTable.SatelliteFeed::satellite)
                                    .toList()));
            return;
        }
        lines.add(KEY, "satellites:");
        source.satellites()
                .forEach(feed -> lines.add(COLUMN, YamlText.name(feed.satellite()) + ": " + columns(renamed(feed))));
    }

    private static Map<String, String> renamed(SourceTable.SatelliteFeed feed) {
        Map<String, String> renamed = new LinkedHashMap<>();
        feed.columns().forEach((attribute, column) -> {
            if (!attribute.equals(column)) {
                renamed.put(attribute, column);
            }
        });
        return renamed;
    }

    private static String columns(Map<String, String> columns) {
        Map<String, String> written = new LinkedHashMap<>();
        columns.forEach((vault, source) -> written.put(YamlText.name(vault), YamlText.sourceColumn(source)));
        return YamlText.flow(written);
    }

    private static String list(List<String> names) {
        return names.stream().map(YamlText::name).collect(Collectors.joining(", ", "[", "]"));
    }
}
