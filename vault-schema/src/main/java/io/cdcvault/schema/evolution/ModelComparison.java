package io.cdcvault.schema.evolution;

import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.LinkFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model says otherwise than another one about source tables that both have: what it has more is no part of it.
 *
 * <p>Why: docs/decisions/0042-what-changes-meaning-needs-a-yes.md
 */
public final class ModelComparison {

    private static final String RECORD_SOURCE = "record source";
    private static final String FILTER = "where";

    private final VaultModel model;
    private final SourceTable source;
    private final Map<String, String> said = new LinkedHashMap<>();

    private ModelComparison(VaultModel model, SourceTable source) {
        this.model = model;
        this.source = source;
    }

    /**
     * Something that a table says otherwise.
     *
     * @param what of the table or of the vault, such as {@code sat_ticket.color}
     * @param before as the former model has it
     * @param now as the other one has it; empty when the table says nothing about it any more
     */
    public record Difference(TableName table, String what, String before, String now) {

        /** Whether the table does not feed it any more. */
        public boolean isEnd() {
            return now.isEmpty();
        }

        /** Whether rows that do not change would stay as the former model made them. */
        public boolean isReadAgain() {
            return !isEnd() && !what.equals(RECORD_SOURCE) && !isFilter();
        }

        /** A table with another filter is read again for that alone. */
        public boolean isFilter() {
            return what.equals(FILTER);
        }
    }

    /** In the order of the present model. */
    public static List<Difference> between(VaultModel former, VaultModel present) {
        List<Difference> differences = new ArrayList<>();
        for (SourceTable source : present.sources()) {
            former.source(source.table()).ifPresent(was -> {
                Map<String, String> now = new ModelComparison(present, source).said();
                new ModelComparison(former, was).said().forEach((what, before) -> {
                    String after = now.getOrDefault(what, "");
                    if (!after.equals(before)) {
                        differences.add(new Difference(source.table(), what, before, after));
                    }
                });
            });
        }
        return differences;
    }

    /** What the table says, by what it says it about. */
    private Map<String, String> said() {
        said.put("row", source.row());
        said.put(
                RECORD_SOURCE,
                source.recordSourceColumn()
                        .map(column -> "column " + column)
                        .orElse("'" + source.recordSource() + "'"));
        said.put(FILTER, source.filter().map(ModelComparison::text).orElse("all rows"));
        source.hubs().forEach(this::hub);
        source.references().forEach(this::reference);
        source.links().forEach(this::link);
        source.resolved().forEach(this::link);
        source.satellites().forEach(this::satellite);
        return said;
    }

    private void hub(HubFeed feed) {
        String name = feed.role().equals(feed.hub()) ? feed.hub() : feed.hub() + " as " + feed.role();
        feed.columns().forEach((key, fed) -> said.put(name + "." + key, text(fed)));
    }

    private void reference(Reference reference) {
        said.put("reference " + reference.role(), reference.columns() + " of " + reference.table());
    }

    private void link(LinkFeed feed) {
        said.put(
                feed.link(),
                (feed.isMention()
                                ? "mentioned"
                                : "driven by " + model.link(feed.link()).drivingRoles()) + ", " + feed.roles());
    }

    private void satellite(SatelliteFeed feed) {
        String name = feed.satellite();
        said.put(name, "of " + feed.parentRole() + ", " + model.satellite(name).parent());
        feed.columns().forEach((attribute, fed) -> said.put(name + "." + attribute, text(fed)));
    }

    private String text(String fed) {
        Computed computed = source.computed().get(fed);
        return computed == null ? fed : text(computed);
    }

    /** With the columns that an expression calls otherwise. */
    private static String text(Computed computed) {
        String others = computed instanceof Computed.Expression expression
                ? expression.arguments().entrySet().stream()
                        .filter(argument ->
                                !argument.getKey().equals(argument.getValue().column()))
                        .map(argument ->
                                argument.getKey() + " is " + argument.getValue().column())
                        .collect(Collectors.joining(", "))
                : "";
        return others.isEmpty() ? computed.name() : computed.name() + " where " + others;
    }
}
