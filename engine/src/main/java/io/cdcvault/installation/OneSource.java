package io.cdcvault.installation;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;
import java.util.List;

/** The part of a model that one source feeds. */
final class OneSource {

    private OneSource() {}

    /**
     * The whole model where it has one source.
     *
     * @param name of the model, as problems name it
     * @throws CdcVaultException when model and configuration do not agree on the sources
     */
    static VaultModel of(VaultModel model, String name, Settings settings) {
        String source = Sources.name(settings);
        List<String> modelled = model.sourceNames();
        if (source.isEmpty() && modelled.isEmpty()) {
            return model;
        }
        if (modelled.isEmpty()) {
            throw refused("The model " + name + " does not say which source its tables are in, and the configuration"
                    + " has several: expected " + source + ": in front of each table that is there, such as "
                    + model.sources().get(0).table().of(source));
        }
        if (source.isEmpty()) {
            throw refused("The model " + name + " has tables of the sources " + String.join(", ", modelled)
                    + ", and the configuration has one source without a name: expected `sources` in its place");
        }
        if (!modelled.contains(source)) {
            throw refused("The model " + name + " has no table of the source " + source + ", only of "
                    + String.join(", ", modelled));
        }
        return model.ofSource(source);
    }

    private static CdcVaultException refused(String message) {
        return new CdcVaultException(FailureKind.CONFIGURATION_INVALID, message);
    }
}
