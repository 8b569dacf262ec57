package io.cdcvault.schema.evolution;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.evolution.ColumnChange.TableAdded;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model with a table that it was not written for. */
final class GrownModel {

    private final VaultModel model;
    private final TableAdded change;

    GrownModel(VaultModel model, TableAdded change) {
        this.model = model;
        this.change = change;
    }

    /**
     * The model, as it is when it has the table already, or when it was written since and calls something else by a
     * name of the table's parts: then the table is as new.
     */
    VaultModel model() {
        if (model.source(change.table()).isPresent()) {
            return model;
        }
        VaultModel part = ModelReader.read(change.model(), change.table().toString());
        List<Hub> ownHubs = part.hubs().stream()
                .filter(hub -> part.sources().get(0).row().equals(hub.name()))
                .toList();
        boolean areHubsKnown = part.hubs().stream()
                .filter(hub -> !ownHubs.contains(hub))
                .allMatch(hub -> known(hub).isPresent());
        VaultModel grown = new VaultModel(
                model.name(),
                model.settings(),
                joined(model.hubs(), ownHubs),
                joined(model.links(), part.links()),
                joined(model.satellites(), part.satellites()),
                joined(model.sources(), part.sources()));
        return areHubsKnown && areNamesDifferent(grown) ? grown : model;
    }

    /** The types of its business key may have become wider. */
    private Optional<Hub> known(Hub hub) {
        return model.hubs().stream()
                .filter(each -> each.name().equals(hub.name()) && names(each).equals(names(hub)))
                .findFirst();
    }

    private static List<String> names(Hub hub) {
        return hub.businessKey().stream().map(column -> column.name()).toList();
    }

    private static boolean areNamesDifferent(VaultModel grown) {
        Set<String> names = new HashSet<>();
        return VaultTables.of(grown).stream().map(TableShape::name).allMatch(names::add);
    }

    private static <T> List<T> joined(List<T> present, List<T> added) {
        List<T> all = new ArrayList<>(present);
        all.addAll(added);
        return all;
    }
}
