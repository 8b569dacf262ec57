package io.cdcvault.load.plan;

import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How one source table's changes are loaded: copied into the staging table, then one statement.
 *
 * @param loadStatement returns one row with the number of new rows of each of {@code targets}, in their order
 * @param targets the vault tables that it writes
 * @param mentionStatement loads what rows without a key of their own mention; as {@code loadStatement}
 * @param mentionTargets the hubs that it writes
 * @param truncateStatement stages the deletion of every row; parameters: sequence, load date, LSN
 * @param rememberStatement remembers the staged rows as shown by a snapshot; parameters: feed, the snapshot's number,
 *     the load date from which on
 * @param closeStatement stages the deletion of every row that a snapshot did not show; parameters: sequence, load date,
 *     LSN, feed, the snapshot's number
 * @param rowKey the staged columns that identify a row
 * @param identity the source columns that do
 * @param ignored source columns that are not loaded, on purpose
 * @param history of the source's columns
 * @param toastFills fills in values that changes did not carry
 * @param deleteResolution completes deletions that do not carry the columns of {@code rowKey}
 * @param previousKeys ends keys that updates gave up without telling
 * @param keyChanges carries values over that an update of a row's key did not touch
 * @param commitStates makes the state at commit the last one
 * @param twins finds a second row under a key, where no unique key of the source rules that out
 * @param sharedHashes the keys of several parts, two of which may have one hash
 * @param resolvedLinks links that follow references of the table's rows
 */
public record LoadPlan(
        TableName table,
        Staging staging,
        String loadStatement,
        List<String> targets,
        String mentionStatement,
        List<String> mentionTargets,
        String truncateStatement,
        String rememberStatement,
        String closeStatement,
        List<String> rowKey,
        RowIdentity identity,
        List<String> ignored,
        ColumnHistory history,
        ToastFills toastFills,
        DeleteResolution deleteResolution,
        PreviousKeys previousKeys,
        KeyChanges keyChanges,
        CommitStates commitStates,
        TwinRows twins,
        List<SharedHash> sharedHashes,
        List<ResolvedLink> resolvedLinks) {

    public LoadPlan {
        targets = List.copyOf(targets);
        mentionTargets = List.copyOf(mentionTargets);
        rowKey = List.copyOf(rowKey);
        ignored = List.copyOf(ignored);
        sharedHashes = List.copyOf(sharedHashes);
        resolvedLinks = List.copyOf(resolvedLinks);
    }

    /** The vault tables that the source table's changes write, also those that follow its references. */
    public List<String> allTargets() {
        return Stream.concat(
                        targets.stream(),
                        resolvedLinks.stream().flatMap(link -> Stream.of(link.link(), link.effectivity())))
                .toList();
    }

    /**
     * Whether the vault can follow a row whose business key changes: the log's identity holds the key, or a satellite
     * that describes the row has all of the identity's columns as attributes.
     *
     * @param columns of the source, by which its log identifies a row
     */
    public boolean followsRowsBy(Set<String> columns) {
        // Of a key that is computed nothing is looked up: the log must hold all that it is made of.
        return columns.containsAll(identity.columns())
                || previousKeys.statement(columns).isPresent();
    }
}
