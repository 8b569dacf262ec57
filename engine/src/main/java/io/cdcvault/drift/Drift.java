package io.cdcvault.drift;

import io.cdcvault.bookkeeping.DriftLedger.Entry;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One table, as remembered and at present. */
final class Drift {

    private final MappedTable table;
    private final Entry known;
    private final TableFacts before;
    private final TableFacts now;
    private final List<Obstacle> obstacles;
    private final Optional<Dropped> gone;
    private final Optional<String> newGap;

    Drift(MappedTable table, Entry known, TableFacts now, Obstacles rules) {
        this(table, known, now, rules, List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * With what the catalog does not show.
     *
     * @param others obstacles besides those of the rules
     * @param gap in words that follow the table's name
     * @param gone what becomes of the rows of a table that was dropped; empty when that is only reported
     */
    Drift(
            MappedTable table,
            Entry known,
            TableFacts now,
            Obstacles rules,
            List<Obstacle> others,
            Optional<String> gap,
            Optional<Dropped> gone) {
        this.table = table;
        this.known = known;
        this.before = TableFacts.parse(known.facts());
        boolean isUnique = table.isUniqueIn(now);
        this.gone = gone;
        TableFacts seen =
                (now.exists() ? now : now.rememberedWithColumns(before)).rememberedAsUnique(table.isGuardedIn(now));
        TableFacts kept =
                isUnique || before.wasUniqueBy(table.identity()) ? seen.rememberedAsUniqueBy(table.identity()) : seen;
        this.now = gone.map(kept::rememberedAsDropped).orElse(kept);
        this.obstacles = new ArrayList<>(gone.isPresent() ? List.of() : rules.of(table, this.now));
        obstacles.addAll(others);
        this.newGap = ended().or(() -> Gaps.between(table, before, this.now)).or(() -> gap);
    }

    /** A snapshot of a table that is no more has no rows. */
    private Optional<String> ended() {
        boolean isNews = gone.isPresent() && !before.dropped().equals(gone);
        return isNews && gone.get() == Dropped.END ? Optional.of("was dropped") : Optional.empty();
    }

    /** Whether a snapshot of the table cannot be taken: there is none, and its rows shall not end. */
    boolean isUnreadable() {
        return !now.exists() && gone.filter(Dropped.END::equals).isEmpty();
    }

    /** What is to be remembered, but for the number of a repair that is yet to be requested. */
    Entry entry() {
        return new Entry(
                now.text(),
                Optional.of(text(Obstacle::reason)).filter(text -> !text.isEmpty()),
                Optional.of(text(Obstacle::remedy)).filter(text -> !text.isEmpty()),
                gap(),
                gap().isPresent() && newGap.isEmpty() && obstacles.isEmpty() ? known.repair() : OptionalLong.empty());
    }

    boolean isChanged() {
        return !before.equals(now) || !entry().equals(known.withFacts(now.text()));
    }

    /** Whether a snapshot must be requested: something was not sent, and nothing is in the way any more. */
    boolean isToBeRepaired() {
        return gap().isPresent() && obstacles.isEmpty() && entry().repair().isEmpty();
    }

    /** What an operator must hear of; empty when everything is as it should be. */
    Optional<String> report() {
        if (!obstacles.isEmpty()) {
            return Optional.of(table.name() + " " + text(Obstacle::reason)
                    + (obstacles.stream().anyMatch(Obstacle::losesChanges)
                            ? "; its changes are missing until then"
                            : "")
                    + ". Run: " + text(Obstacle::remedy));
        }
        return newGap.filter(why -> gone.isEmpty())
                .map(why -> table.name() + " " + why
                        + ": changes that were made meanwhile were not sent, and the table must be read again")
                .or(this::newColumns);
    }

    /** Reported once, when they come: a model may leave out columns without a word. */
    private Optional<String> newColumns() {
        String names = now.columns().keySet().stream()
                .filter(column -> !before.columns().containsKey(column) && !table.knows(column))
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() || before.columns().isEmpty()
                ? Optional.empty()
                : Optional.of(table.name() + " has got " + names + ", which the model does not map: the vault does not"
                        + " hold the values. Map what it shall hold, or list it under ignore, and restart the service");
    }

    private Optional<String> gap() {
        Optional<String> lost = obstacles.stream()
                .filter(Obstacle::losesChanges)
                .map(Obstacle::reason)
                .findFirst();
        Optional<String> gap = known.gap().or(() -> newGap).or(() -> lost);
        return gone.equals(Optional.of(Dropped.KEEP)) ? Optional.empty() : gap;
    }

    private String text(Function<Obstacle, String> part) {
        return obstacles.stream().map(part).distinct().collect(Collectors.joining("; "));
    }
}
