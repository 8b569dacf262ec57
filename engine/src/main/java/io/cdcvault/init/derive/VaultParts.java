package io.cdcvault.init.derive;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import java.util.ArrayList;
import java.util.List;

/** The parts of a model, as they are derived table by table. */
record VaultParts(List<Hub> hubs, List<Link> links, List<Satellite> satellites, List<SourceTable> sources) {

    VaultParts() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
