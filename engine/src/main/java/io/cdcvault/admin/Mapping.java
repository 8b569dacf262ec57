package io.cdcvault.admin;

import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;

/** The model that the service uses, and how its tables are loaded. */
public record Mapping(VaultModel model, List<LoadPlan> plans) {

    public Mapping {
        plans = List.copyOf(plans);
    }

    /** Another text whenever the model is another, within one process. */
    String fingerprint() {
        return Integer.toHexString(model.hashCode());
    }
}
