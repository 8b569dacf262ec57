package io.cdcvault.load.deadletter;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.load.row.RowKey;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings.Load.Policy;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why a change cannot be loaded, found before it is staged. Values are left to the server. */
public final class Admission {

    public static final String WAITING = "An earlier change of the row waits";

    private final ParkedKeys keys;
    private final Policies policies;
    private final EnvelopeReader reader = new EnvelopeReader();
    private final Map<TableName, ExpectedColumns> expected = new HashMap<>();
    /** Tables that the model does not have. */
    private final Set<TableName> asked = new HashSet<>();

    public Admission(ParkedKeys keys, Policies policies) {
        this.keys = keys;
        this.policies = policies;
    }

    /** What is wrong with a change of a table of the model; empty when nothing is. */
    public Optional<String> problem(RowChange change, LoadPlan plan) {
        if (change.operation() == Operation.UNREADABLE) {
            return Optional.of(unreadable(change));
        }
        ExpectedColumns columns = expected.computeIfAbsent(plan.table(), table -> ExpectedColumns.of(plan));
        askForNews(change, columns);
        return waiting(change, plan)
                .or(() -> lacksKey(change, plan)
                        ? unresolvable(change, plan)
                        : plan.identity().unknown(change.image()))
                .or(() -> tooLarge(change, plan))
                .or(() -> missingColumn(change, columns))
                .or(() -> unknownColumn(change, columns));
    }

    /**
     * What is wrong with a change of a table that the model does not know; empty to leave it out.
     *
     * @throws CdcVaultException when the service shall end for it
     */
    public Optional<String> problem(RowChange change) {
        if (change.operation() == Operation.UNREADABLE) {
            return Optional.of(unreadable(change));
        }
        if (policies.unknownTables() != Policy.IGNORE && asked.add(change.table())) {
            policies.news().ask(change.table());
        }
        return apply(policies.unknownTables(), "The model does not know the table " + change.table());
    }

    private Optional<String> waiting(RowChange change, LoadPlan plan) {
        if (!keys.isAnyOf(change.table())) {
            return Optional.empty();
        }
        return RowKey.of(change, plan.identity())
                .flatMap(row -> keys.contains(row)
                        ? Optional.of(WAITING)
                        : keys.suspicion(row, change.stamp().loadDate()));
    }

    /** Whether it is a deletion for which the master's log holds identifying columns, but not the vault's. */
    public static boolean lacksKey(RowChange change, LoadPlan plan) {
        return !change.operation().leavesRow()
                && !change.image()
                        .columns()
                        .keySet()
                        .containsAll(plan.identity().columns());
    }

    private static Optional<String> unresolvable(RowChange change, LoadPlan plan) {
        Set<String> given = change.image().columns().keySet();
        return plan.deleteResolution().statement(given).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "It carries only " + String.join(", ", given) + ", and the vault does not hold that beside "
                                + String.join(", ", plan.identity().columns()));
    }

    /** Of a deletion only the key counts, which is never that large. */
    private static Optional<String> tooLarge(RowChange change, LoadPlan plan) {
        if (!change.operation().leavesRow() || !change.image().columns().containsValue(RowImage.TOO_LARGE)) {
            return Optional.empty();
        }
        return plan.staging().sourceColumns().stream()
                .map(StagedColumn::name)
                .filter(column -> RowImage.TOO_LARGE.equals(change.image().text(column)))
                .findFirst()
                .map(column -> "Its value of " + column + " is larger than a record of the topics may be: raise"
                        + " kafka.properties.max.request.size and the topic's max.message.bytes, restart the service, and"
                        + " run cdc-vault snapshot " + change.table());
    }

    /** Once for rows of the same columns: what becomes of them later, the source's watch finds out. */
    private void askForNews(RowChange change, ExpectedColumns columns) {
        if (change.operation().leavesRow() && columns.isFirstOfOthers(change.image(), policies.takesMissingForNull())) {
            policies.news().ask(change.table(), change.image().columns().keySet(), columns.unmapped(change.image()));
        }
    }

    private Optional<String> missingColumn(RowChange change, ExpectedColumns columns) {
        return policies.takesMissingForNull() || !change.operation().leavesRow()
                ? Optional.empty()
                : columns.missing(change.image())
                        .map(column -> "It has no column " + column + ", which the model maps");
    }

    private Optional<String> unknownColumn(RowChange change, ExpectedColumns columns) {
        Policy policy = policies.unknownColumnsOf(change.table());
        if (policy == Policy.IGNORE || !change.operation().leavesRow()) {
            return Optional.empty();
        }
        return columns.unknown(change.image())
                .flatMap(column -> apply(
                        policy, "The model neither maps nor ignores the column " + column + " of " + change.table()));
    }

    private static Optional<String> apply(Policy policy, String what) {
        return switch (policy) {
            case IGNORE -> Optional.empty();
            case PARK -> Optional.of(what);
            case STOP -> throw new CdcVaultException(FailureKind.MODEL_OUTDATED, what);
        };
    }

    /** Why a change that is no envelope, or that another program wrote, cannot be loaded. */
    public String unreadable(RowChange change) {
        try {
            reader.read(change.origin(), change.stamp(), change.commitLsn());
            return "Another program wrote it: it has no transaction's headers";
        } catch (IOException | IllegalArgumentException e) {
            return "It is not a Debezium envelope: " + e.getMessage();
        }
    }
}
