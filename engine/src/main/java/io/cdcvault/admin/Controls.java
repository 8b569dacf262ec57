package io.cdcvault.admin;

import io.cdcvault.change.Pausable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.status.StageReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
     * Lets a paused stage continue.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the pause cannot be forgotten
     */
    void resume(Pausable stage);

    /**
     * Asks for a snapshot of each table, which is taken while streaming continues.
     *
     * @throws io.cdcvault.failure.CdcVaultException when that cannot be remembered
     */
    void snapshot(Collection<TableName> tables);

    /**
     * Cancels the tables' snapshots that are not finished.
     *
     * @return the tables whose snapshot was cancelled
     * @throws io.cdcvault.failure.CdcVaultException when that cannot be remembered
     */
    List<TableName> cancelSnapshots(Collection<TableName> tables);

    /** Why the snapshot under way does not continue at the moment; empty when nothing holds it up in this process. */
    Optional<String> snapshotObstacle();

    /**
     * Refreshes a mart as soon as what is refreshed now is done; the status shows what became of it.
     *
     * @throws io.cdcvault.failure.CdcVaultException when this process refreshes none
     */
    void refreshMart(String mart);

    /** Ends a stage and begins it again from its durable position. */
    void restart(Pausable stage);

    /** Keeps for later what was done now, and who asked for it. Never fails. */
    void note(String what, String who);
}
