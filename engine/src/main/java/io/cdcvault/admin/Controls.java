package io.cdcvault.admin;

import io.cdcvault.change.Pausable;
import io.cdcvault.status.StageReport;
import java.util.Map;

/** What the page and programs may do to the service. Thread-safe. */
public interface Controls {

    /** What each stage of this process is doing; a stage that runs elsewhere is missing. */
    Map<Pausable, StageReport> stages();

    /**
     * Ends a stage when what it has begun is finished, here and wherever else it runs, until it is resumed; outlives a
     * restart.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the pause cannot be remembered
     */
    void pause(Pausable stage);

    /**
     * Lets a paused stage go on.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the pause cannot be forgotten
     */
    void resume(Pausable stage);

    /** Ends a stage and begins it again from its durable position. */
    void restart(Pausable stage);
}
