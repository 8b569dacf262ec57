package io.cdcvault.schema.evolution;

import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Argument;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.WiderTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model whose columns hold what a column of the source holds by now. A column that the model has made narrower than
 * the source's was, on purpose, stays as it is.
 */
final class WiderModel {

    private final VaultModel model;
    private final SourceTable source;
    private final Retyped change;

    WiderModel(VaultModel model, SourceTable source, Retyped change) {
        this.model = model;
        this.source = source;
        this.change = change;
    }

    VaultModel model() {
        return new VaultModel(
                model.name(),
                model.settings(),
                model.hubs().stream().map(this::hub).toList(),
                model.links(),
                model.satellites().stream().map(this::satellite).toList(),
                model.sources().stream()
                        .map(each -> each.equals(source) ? source.with(values()) : each)
                        .toList());
    }

    /** What expressions take the column for. */
    private Map<String, Computed> values() {
        Map<String, Computed> values = new LinkedHashMap<>(source.computed());
        values.replaceAll((name, value) -> value instanceof Expression expression ? wider(expression) : value);
        return values;
    }

    private Expression wider(Expression expression) {
        Map<String, Argument> arguments = new LinkedHashMap<>(expression.arguments());
        arguments.replaceAll((name, argument) -> change.column().equals(argument.column()) && !isChosen(argument.type())
                ? new Argument(
                        argument.column(),
                        WiderTypes.unionOfOneKind(argument.type(), change.type())
                                .orElse(argument.type()))
                : argument);
        return new Expression(expression.sql(), arguments);
    }

    private Hub hub(Hub hub) {
        List<Column> key = hub.businessKey();
        for (HubFeed feed : source.hubs()) {
            if (feed.hub().equals(hub.name())) {
                key = wider(key, feed.columns());
            }
        }
        return new Hub(hub.name(), key);
    }

    private Satellite satellite(Satellite satellite) {
        List<Column> attributes = satellite.attributes();
        List<Column> childKey = satellite.childKey();
        for (SatelliteFeed feed : source.satellites()) {
            if (feed.satellite().equals(satellite.name())) {
                attributes = wider(attributes, feed.columns());
                childKey = wider(childKey, feed.columns());
            }
        }
        return new Satellite(satellite.name(), satellite.parent(), attributes, childKey);
    }

    /** @param fed from source columns, by name */
    private List<Column> wider(List<Column> columns, Map<String, String> fed) {
        List<Column> wider = new ArrayList<>();
        for (Column column : columns) {
            boolean isFed = change.column().equals(fed.get(column.name()));
            wider.add(isFed ? wider(column) : column);
        }
        return wider;
    }

    private Column wider(Column column) {
        return isChosen(column.type())
                ? column
                : new Column(
                        column.name(),
                        WiderTypes.union(column.type(), change.type()).orElse("text"));
    }

    /** Narrower than the source's column was. */
    private boolean isChosen(String type) {
        return !change.formerType().isEmpty() && !WiderTypes.holds(type, change.formerType());
    }
}
