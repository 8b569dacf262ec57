package io.cdcvault.load.staging;

import io.cdcvault.change.LoadDate;
import io.cdcvault.change.Operation;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.load.deadletter.Admission;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.StagedEvent;
import io.cdcvault.load.plan.Staging.StagedColumn;
import io.cdcvault.load.row.Arrival;
import io.cdcvault.load.row.StagedRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a table's rows hand their keys over to one another: makes of each change what is staged, and remembers what has
 * to be looked at once all of it is. An update of a row's key is a deletion and a creation, in any order of the log.
 */
final class Handovers {

    private static final Set<String> WHOLE = Set.of();

    private final LoadPlan plan;
    private final List<StagedColumn> columns;
    private final Set<String> toasted = new TreeSet<>();
    /** Column sets of deletions that do not carry the full row key. */
    private final Set<Set<String>> deletionColumns = new HashSet<>();
    /** The columns by which the log knows rows that were updated, where it does not hold their key of before. */
    private final Set<Set<String>> identities = new HashSet<>();
    /** By what distinguishes rows, the transactions in which a deletion came after a creation. */
    private final Map<Set<String>, Set<LoadDate>> outOfOrder = new HashMap<>();

    private boolean hasMoves;
    /** Of the transaction that created a row last. */
    private LoadDate creating = LoadDate.BEFORE_FIRST;

    private @Nullable Arrival lastDeletion;

    Handovers(LoadPlan plan) {
        this.plan = plan;
        this.columns = plan.staging().sourceColumns();
    }

    /** What is staged for a change, in order. */
    List<StagedRow> rows(Arrival arrival) {
        return switch (arrival.change().operation()) {
            case CREATE -> List.of(creation(arrival));
            case UPDATE -> update(arrival);
            case DELETE, ABSENCE -> List.of(deletion(arrival));
            case READ, TRUNCATE, MESSAGE, UNREADABLE, FOREIGN -> List.of(row(arrival, StagedEvent.PLAIN));
        };
    }

    Set<String> toasted() {
        return toasted;
    }

    Set<Set<String>> deletionColumns() {
        return deletionColumns;
    }

    Set<Set<String>> identities() {
        return identities;
    }

    Map<Set<String>, Set<LoadDate>> outOfOrder() {
        return outOfOrder;
    }

    boolean hasMoves() {
        return hasMoves;
    }

    /** An update turned out to have changed its row's key. */
    void keyChanged(Set<String> identity, LoadDate loadDate, boolean lacksValues) {
        hasMoves |= lacksValues;
        outOfOrder.computeIfAbsent(identity, each -> new HashSet<>()).add(loadDate);
    }

    void clear() {
        toasted.clear();
        deletionColumns.clear();
        identities.clear();
        outOfOrder.clear();
        hasMoves = false;
        creating = LoadDate.BEFORE_FIRST;
        lastDeletion = null;
    }

    private StagedRow creation(Arrival arrival) {
        creating = arrival.loadDate();
        return created(arrival, completed(arrival));
    }

    /** With replica identity full the deletion that comes with an update of the key carries the values left out. */
    private RowChange completed(Arrival arrival) {
        RowChange change = arrival.change();
        return lastDeletion != null && lastDeletion.sequence() == arrival.sequence() - 1
                ? change.with(change.image().completedFrom(lastDeletion.change().image()))
                : change;
    }

    /** What the log holds of the row before an update, enough to find it by; empty when that is nothing. */
    Optional<RowImage> previous(RowChange update) {
        if (update.before().columns().keySet().containsAll(plan.identity().columns())) {
            return Optional.of(update.before());
        }
        Set<String> identity = identity(update);
        Map<String, @Nullable String> columns = new HashMap<>();
        identity.forEach(column -> columns.put(column, update.image().text(column)));
        return identity.isEmpty() ? Optional.empty() : Optional.of(new RowImage(columns));
    }

    /** An insertion has all of its values, unless it shows what became of a row whose key was updated. */
    private StagedRow created(Arrival arrival, RowChange change) {
        Set<String> missing = toasted(change.image());
        hasMoves |= !missing.isEmpty();
        return new StagedRow(
                arrival.sequence(), change, missing.isEmpty() ? StagedEvent.CREATION : StagedEvent.MOVE, missing);
    }

    private List<StagedRow> update(Arrival arrival) {
        RowChange change = arrival.change();
        if (change.before().columns().keySet().containsAll(plan.identity().columns())) {
            return isHandover(arrival) ? handover(arrival) : List.of(row(arrival, StagedEvent.PLAIN));
        }
        Set<String> identity = identity(change);
        if (identity.isEmpty()) {
            return List.of(row(arrival, StagedEvent.PLAIN));
        }
        identities.add(identity);
        creating = arrival.loadDate();
        return List.of(row(arrival, StagedEvent.UPDATE));
    }

    /** While a key may have two rows it is of importance which of them was updated. */
    private boolean isHandover(Arrival arrival) {
        RowChange change = arrival.change();
        return creating.equals(arrival.loadDate())
                || plan.identity().columns().stream()
                        .anyMatch(column -> !Objects.equals(
                                change.image().text(column), change.before().text(column)));
    }

    private List<StagedRow> handover(Arrival arrival) {
        RowChange change = arrival.change();
        StagedRow deletion =
                deletion(new Arrival(arrival.sequence() - 1, change.deletionOf(change.before()), arrival.role()));
        creating = arrival.loadDate();
        return List.of(deletion, created(arrival, change));
    }

    private StagedRow deletion(Arrival arrival) {
        RowChange change = arrival.change();
        lastDeletion = arrival;
        Set<String> known = change.image().columns().keySet();
        boolean lacksKey = Admission.lacksKey(change, plan);
        boolean isWhole = isWhole(change.image());
        // Rows that differ in it may have one key where that is computed: then it counts which of them goes.
        if (!lacksKey && !isWhole && !plan.staging().hasComputedKey()) {
            return row(arrival, StagedEvent.PLAIN);
        }
        if (creating.equals(arrival.loadDate())) {
            outOfOrder
                    .computeIfAbsent(
                            lacksKey
                                    ? known
                                    : isWhole
                                            ? WHOLE
                                            : Set.copyOf(plan.identity().columns()),
                            each -> new HashSet<>())
                    .add(creating);
        }
        Set<String> missing = Set.of();
        if (lacksKey) {
            deletionColumns.add(known);
            missing = lackingKey(change.image());
        }
        return new StagedRow(
                arrival.sequence(),
                change,
                mayNeverHaveBeen(arrival) ? StagedEvent.ENDING : StagedEvent.DELETION,
                missing);
    }

    private boolean mayNeverHaveBeen(Arrival arrival) {
        return arrival.isEnding()
                || arrival.change().operation() == Operation.ABSENCE
                || plan.staging().isFiltered();
    }

    private StagedRow row(Arrival arrival, StagedEvent event) {
        return new StagedRow(
                arrival.sequence(),
                arrival.change(),
                event,
                toasted(arrival.change().image()));
    }

    /** The columns by which the log knows the row; none when they hold its key in the vault. */
    private Set<String> identity(RowChange change) {
        byte @Nullable [] key = change.origin().key();
        if (change.operation() != Operation.UPDATE || key == null) {
            return Set.of();
        }
        try {
            Set<String> identity = EnvelopeReader.readKey(key).keySet();
            return identity.containsAll(plan.identity().columns())
                            || plan.previousKeys().statement(identity).isEmpty()
                    ? Set.of()
                    : identity;
        } catch (IOException e) {
            // A key that cannot be read identifies nothing.
            return Set.of();
        }
    }

    private boolean isWhole(RowImage image) {
        return columns.stream().allMatch(column -> image.has(column.name()));
    }

    /** The staged columns whose values the change did not carry. */
    private Set<String> toasted(RowImage image) {
        if (!image.columns().containsValue(RowImage.UNAVAILABLE)) {
            return Set.of();
        }
        Set<String> missing = new TreeSet<>();
        for (StagedColumn column : columns) {
            if (RowImage.UNAVAILABLE.equals(image.text(column.name()))) {
                missing.add(column.staged());
            }
        }
        toasted.addAll(missing);
        return missing;
    }

    /** The staged columns of the row's key that a deletion does not carry. */
    private Set<String> lackingKey(RowImage image) {
        Set<String> lacking = new TreeSet<>();
        for (StagedColumn column : columns) {
            if (plan.rowKey().contains(column.staged()) && !image.has(column.name())) {
                lacking.add(column.staged());
            }
        }
        return lacking;
    }
}
