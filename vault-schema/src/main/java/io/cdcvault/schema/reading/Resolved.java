package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;

/** The part of a model whose names resolve, so that it can be looked at as a vault. */
final class Resolved {

    private Resolved() {}

    static VaultModel part(VaultModel model) {
        List<Link> links = model.links().stream()
                .filter(link -> link.roles().stream().allMatch(role -> model.isHub(role.hub())))
                .toList();
        List<Satellite> satellites = model.satellites().stream()
                .filter(satellite -> model.isHub(satellite.parent())
                        || links.stream().anyMatch(link -> link.name().equals(satellite.parent())))
                .toList();
        return new VaultModel(model.name(), model.settings(), model.hubs(), links, satellites, model.sources());
    }
}
