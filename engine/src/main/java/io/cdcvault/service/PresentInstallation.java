package io.cdcvault.service;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An installation whose model follows the source's columns while its service runs. Thread-safe. */
final class PresentInstallation {

    private static final Logger LOG = LoggerFactory.getLogger(PresentInstallation.class);

    private volatile Installation last;

    PresentInstallation(Installation installation) {
        this.last = installation;
    }

    /**
     * As the warehouse remembers the source's columns now. Without the warehouse, as it was known last: a capture
     * continues, and what loads needs the warehouse anyway.
     */
    Installation following() {
        try {
            last = last.following();
        } catch (CdcVaultException e) {
            LOG.debug("What became of the source's columns is not known", e);
        }
        return last;
    }
}
