package io.cdcvault.schema.ddl;

import static java.util.stream.Collectors.toCollection;

import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables that a model results in. */
public final class VaultTables {

    private VaultTables() {}

    /** In an order in which they can be created: what is referenced comes before what refers to it. */
    public static List<TableShape> of(VaultModel model) {
        HubTables hubs = new HubTables(model);
        LinkTables links = new LinkTables(model);
        SatelliteTables satellites = new SatelliteTables(model);
        return Stream.of(
                        model.hubs().stream().map(hubs::hub),
                        model.hubsWithStatus().stream().map(hubs::status),
                        model.links().stream().map(links::link),
                        model.linksWithEffectivity().stream().map(links::effectivity),
                        model.satellites().stream().map(satellites::satellite))
                .flatMap(tables -> tables)
                .collect(toCollection(ArrayList::new));
    }
}
