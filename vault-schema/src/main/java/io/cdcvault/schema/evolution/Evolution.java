package io.cdcvault.schema.evolution;

import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.ddl.ViewNames;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.ColumnChange.TableAdded;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.Share;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.SourceTable.SatelliteFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Applies to a model what has become of its source's columns. What the model says itself stays: a column that it maps
 * or ignores is not added.
 *
 * <p>Why: docs/decisions/0026-a-vault-follows-its-sources-columns.md
 */
public final class Evolution {

    private Evolution() {}

    /** The model as it follows the changes, in their order. */
    public static VaultModel of(VaultModel model, List<ColumnChange> changes) {
        VaultModel evolved = model;
        for (ColumnChange change : changes) {
            if (change instanceof TableAdded added) {
                evolved = new GrownModel(evolved, added).model();
                continue;
            }
            Optional<SourceTable> source = evolved.source(change.table());
            if (source.isPresent()) {
                evolved = apply(evolved, source.get(), change);
            }
        }
        return evolved;
    }

    /**
     * Where a new column of a source table goes: to the first satellite that describes the row; else to a new one.
     *
     * @param source a table of the model
     * @param type in the vault
     */
    public static Added addition(VaultModel model, SourceTable source, String column, String type) {
        return describing(model, source)
                .map(satellite -> new Added(
                        source.table(), column, satellite.name(), freeAttribute(model, satellite, column), type))
                .orElseGet(() -> {
                    Satellite fresh = new Satellite(freeSatellite(model, source), source.row(), List.of(), List.of());
                    VaultModel grown = withSatellites(model, appended(model.satellites(), fresh));
                    return new Added(source.table(), column, fresh.name(), freeAttribute(grown, fresh, column), type);
                });
    }

    /** Whether a column feeds attributes and nothing that rows are identified by. */
    public static boolean isDescriptive(VaultModel model, SourceTable source, String column) {
        return source.maps(column)
                && source.filter().filter(condition -> condition.uses(column)).isEmpty()
                && source.hubs().stream().noneMatch(feed -> source.feeds(column, feed.columns()))
                && source.satellites().stream().noneMatch(feed -> model.satellite(feed.satellite()).childKey().stream()
                        .anyMatch(child -> column.equals(feed.columns().get(child.name()))));
    }

    private static VaultModel apply(VaultModel model, SourceTable source, ColumnChange change) {
        if (change instanceof Added added) {
            return isWritten(source, added.column())
                    ? mapped(model, source, added)
                    : add(model, source, placed(model, source, added));
        }
        if (change instanceof Dropped dropped) {
            return with(model, optional(source, dropped.column()));
        }
        if (change instanceof Retyped retyped) {
            return new WiderModel(model, source, retyped).model();
        }
        return change instanceof Renamed rename ? renamed(model, source, rename) : model;
    }

    private static VaultModel renamed(VaultModel model, SourceTable source, Renamed rename) {
        boolean isWrittenSince = isWritten(source, rename.newName());
        VaultModel renamed = with(model, renamed(source, rename));
        return isWrittenSince ? renamed : withReferencesTo(renamed, rename);
    }

    private static boolean isWritten(SourceTable source, String column) {
        return source.maps(column) || source.ignored().contains(column);
    }

    /** Rows from before the column came lack it, also when the model was written since. */
    private static VaultModel mapped(VaultModel model, SourceTable source, Added added) {
        return isDescriptive(model, source, added.column()) ? with(model, optional(source, added.column())) : model;
    }

    /** A model that was written since may feed the attribute from another column, or lack the satellite. */
    private static Added placed(VaultModel model, SourceTable source, Added added) {
        if (model.satellites().stream().noneMatch(satellite -> satellite.name().equals(added.satellite()))) {
            return addition(model, source, added.column(), added.type());
        }
        boolean isTaken = source.satellites().stream()
                .filter(feed -> feed.satellite().equals(added.satellite()))
                .anyMatch(feed -> feed.columns().containsKey(added.attribute()));
        return isTaken
                ? new Added(
                        added.table(),
                        added.column(),
                        added.satellite(),
                        freeAttribute(model, model.satellite(added.satellite()), added.column()),
                        added.type())
                : added;
    }

    private static VaultModel add(VaultModel model, SourceTable source, Added added) {
        Column attribute = new Column(added.attribute(), added.type());
        boolean isKnown = model.satellites().stream()
                .anyMatch(satellite -> satellite.name().equals(added.satellite()));
        VaultModel grown = withSatellites(
                model,
                isKnown
                        ? model.satellites().stream()
                                .map(satellite -> satellite.name().equals(added.satellite())
                                        ? grown(satellite, attribute)
                                        : satellite)
                                .toList()
                        : appended(
                                model.satellites(),
                                new Satellite(added.satellite(), source.row(), List.of(attribute), List.of())));
        return with(grown, optional(fed(source, added), added.column()));
    }

    /** The model may have got the attribute itself, from another column. */
    private static Satellite grown(Satellite satellite, Column attribute) {
        boolean isThere =
                satellite.attributes().stream().anyMatch(each -> each.name().equals(attribute.name()));
        return isThere
                ? satellite
                : new Satellite(
                        satellite.name(),
                        satellite.parent(),
                        appended(satellite.attributes(), attribute),
                        satellite.childKey());
    }

    private static SourceTable fed(SourceTable source, Added added) {
        boolean isFed =
                source.satellites().stream().anyMatch(feed -> feed.satellite().equals(added.satellite()));
        List<SatelliteFeed> feeds = isFed
                ? source.satellites().stream()
                        .map(feed -> feed.satellite().equals(added.satellite()) ? fed(feed, added) : feed)
                        .toList()
                : appended(
                        source.satellites(),
                        new SatelliteFeed(added.satellite(), source.row(), Map.of(added.attribute(), added.column())));
        return source.with(source.hubs(), feeds);
    }

    private static SatelliteFeed fed(SatelliteFeed feed, Added added) {
        Map<String, String> columns = new LinkedHashMap<>(feed.columns());
        columns.putIfAbsent(added.attribute(), added.column());
        return new SatelliteFeed(feed.satellite(), feed.parentRole(), columns);
    }

    /** A model that has the new name was written since: what it calls by the former one is another column. */
    private static SourceTable renamed(SourceTable source, Renamed change) {
        boolean isWrittenSince = isWritten(source, change.newName());
        UnaryOperator<String> rename =
                column -> column.equals(change.column()) && !isWrittenSince ? change.newName() : column;
        List<HubFeed> hubs = source.hubs().stream()
                .map(feed -> new HubFeed(feed.role(), feed.hub(), renamed(feed.columns(), rename)))
                .toList();
        List<SatelliteFeed> satellites = source.satellites().stream()
                .map(feed -> new SatelliteFeed(feed.satellite(), feed.parentRole(), renamed(feed.columns(), rename)))
                .toList();
        Map<String, Computed> computed = new LinkedHashMap<>(source.computed());
        computed.replaceAll((name, value) -> value.renamed(rename));
        List<Reference> references = source.references().stream()
                .map(reference -> new Reference(
                        reference.role(), reference.hub(), reference.table(), renamed(reference.columns(), rename)))
                .toList();
        return source.with(hubs, satellites)
                .withRecordSource(source.recordSourceColumn().map(rename))
                .with(computed)
                .with(references)
                .with(source.history().renamed(change.column(), change.newName(), change.before()));
    }

    /** Of other tables, whose references name the column. */
    private static VaultModel withReferencesTo(VaultModel model, Renamed change) {
        VaultModel renamed = model;
        for (SourceTable source : model.sources()) {
            if (source.references().stream().anyMatch(each -> each.table().equals(change.table()))) {
                renamed = with(
                        renamed,
                        source.with(source.references().stream()
                                .map(each -> each.table().equals(change.table()) ? renamed(each, change) : each)
                                .toList()));
            }
        }
        return renamed;
    }

    private static Reference renamed(Reference reference, Renamed change) {
        Map<String, String> columns = new LinkedHashMap<>();
        reference
                .columns()
                .forEach((target, own) -> columns.put(target.equals(change.column()) ? change.newName() : target, own));
        return new Reference(reference.role(), reference.hub(), reference.table(), columns);
    }

    private static Map<String, String> renamed(Map<String, String> columns, UnaryOperator<String> rename) {
        Map<String, String> renamed = new LinkedHashMap<>(columns);
        renamed.replaceAll((name, column) -> rename.apply(column));
        return renamed;
    }

    private static SourceTable optional(SourceTable source, String column) {
        Set<String> optional = new HashSet<>(source.history().optional());
        optional.add(column);
        return source.with(new ColumnHistory(optional, source.history().formerNames()));
    }

    private static Optional<Satellite> describing(VaultModel model, SourceTable source) {
        return source.satellites().stream()
                .filter(feed -> feed.satellite().equals(source.row())
                        || (feed.parentRole().equals(source.row())
                                && !model.satellite(feed.satellite()).isMultiActive()))
                .map(feed -> model.satellite(feed.satellite()))
                .findFirst();
    }

    /** The satellite's table and its views have other columns too, such as the load date. */
    private static String freeAttribute(VaultModel model, Satellite satellite, String column) {
        Set<String> taken = new HashSet<>();
        VaultTables.of(model).stream()
                .filter(table -> table.name().equals(satellite.name()))
                .forEach(table -> {
                    taken.addAll(table.columnNames());
                    taken.addAll(ViewNames.addedColumns(table, Share.ALL));
                });
        return free(column, taken);
    }

    private static String freeSatellite(VaultModel model, SourceTable source) {
        Share share = model.settings().share();
        Set<String> taken = new HashSet<>(share.satellites());
        VaultTables.of(model).forEach(table -> taken.add(table.name()));
        String subject = source.row().replaceFirst("^(hub|lnk|link|ref)_", "");
        // What other sources add by themselves is not known here.
        return free("sat_" + subject + (share.isPart() ? "_" + share.source() : ""), taken);
    }

    private static String free(String wanted, Set<String> taken) {
        String free = FittingName.of(wanted);
        for (int nth = 2; taken.contains(free); nth++) {
            free = FittingName.of(wanted + "_" + nth);
        }
        return free;
    }

    private static <T> List<T> appended(List<T> list, T last) {
        List<T> appended = new ArrayList<>(list);
        appended.add(last);
        return appended;
    }

    private static VaultModel withSatellites(VaultModel model, List<Satellite> satellites) {
        return new VaultModel(model.name(), model.settings(), model.hubs(), model.links(), satellites, model.sources());
    }

    private static VaultModel with(VaultModel model, SourceTable changed) {
        return new VaultModel(
                model.name(),
                model.settings(),
                model.hubs(),
                model.links(),
                model.satellites(),
                model.sources().stream()
                        .map(source -> source.table().equals(changed.table()) ? changed : source)
                        .toList());
    }
}
