package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes back what a service made at its master. The vault cannot be continued from there. */
public final class Removal {

    private final Settings settings;

    public Removal(Settings settings) {
        this.settings = settings;
    }

    /**
     * Drops the slot and the publication. What is not there is named, too.
     *
     * @param progress given a line for each
     * @throws CdcVaultException when a service captures by the slot, or the role may not
     */
    public void run(Consumer<String> progress) {
        try (SourceDatabase source = SourceDatabase.connect(settings, "setup")) {
            Settings.Source named = source.settings().source();
            Optional<SourceDatabase.Slot> slot = source.slot();
            slot.flatMap(SourceDatabase.Slot::otherUse).ifPresent(use -> {
                throw refused("The slot " + named.slot() + " " + use + ", and not this installation's");
            });
            if (slot.filter(SourceDatabase.Slot::isActive).isPresent()) {
                throw refused("A service captures by the slot " + named.slot() + ": stop it first");
            }
            source.dropSlot();
            progress.accept(slot.isPresent() ? "Dropped the slot " + named.slot() : "There is no slot " + named.slot());
            boolean hasPublication = source.publicationExists();
            source.dropPublication();
            progress.accept(
                    hasPublication
                            ? "Dropped the publication " + named.publication()
                            : "There is no publication " + named.publication());
        }
    }

    private static CdcVaultException refused(String why) {
        return new CdcVaultException(FailureKind.SOURCE_NOT_READY, why);
    }
}
