package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;

/** The columns that distinguish a satellite's rows. */
final class VersionKey {

    private VersionKey() {}

    /** The hash key of the hub or link that the satellite hangs on. */
    static String parent(VaultModel model, Satellite satellite) {
        Naming naming = model.settings().naming();
        return model.isHub(satellite.parent())
                ? naming.hashKey(model.hub(satellite.parent()))
                : naming.hashKey(model.link(satellite.parent()));
    }

    /** What has versions: the parent's key and the child key. */
    static List<String> withoutLoadDate(VaultModel model, Satellite satellite) {
        List<String> key = new ArrayList<>();
        key.add(parent(model, satellite));
        satellite.childKey().stream().map(Column::name).forEach(key::add);
        return key;
    }

    /** What is one version. */
    static List<String> of(VaultModel model, Satellite satellite) {
        List<String> key = withoutLoadDate(model, satellite);
        key.add(model.settings().naming().loadDate());
        return key;
    }
}
