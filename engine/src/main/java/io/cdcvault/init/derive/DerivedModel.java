package io.cdcvault.init.derive;

import io.cdcvault.schema.model.VaultModel;
import java.util.List;

/**
 * A model that was derived from a catalog.
 *
 * @param model grouped by subject; without any table when the catalog has none that can be loaded
 * @param remarks why it is as it is
 * @param leftOut in the order of their names
 */
public record DerivedModel(VaultModel model, Remarks remarks, List<LeftOut> leftOut) {

    public DerivedModel {
        leftOut = List.copyOf(leftOut);
    }
}
