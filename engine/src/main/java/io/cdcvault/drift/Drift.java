package io.cdcvault.drift;

import io.cdcvault.bookkeeping.DriftLedger.Entry;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One table, as remembered and at present.
 *
 * <p>Why: docs/decisions/0039-the-rows-of-a-dropped-table-end-or-stay.md
 */
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
        this.now = gone.map(kept::rememberedAsDropped).orElse(kept).rememberedAsUnloaded(unloaded(table, before, kept));
        this.obstacles = new ArrayList<>(gone.isPresent() ? List.of() : rules.of(table, this.now));
        obstacles.addAll(others);
        this.newGap = ended().or(() -> Gaps.between(table, before, this.now)).or(() -> gap);
    }

    /** A model may leave out columns that were there when it was written without a word, but none that came since. */
    private static List<String> unloaded(MappedTable table, TableFacts before, TableFacts now) {
        return now.columns().entrySet().stream()
                .filter(column -> column.getValue().isPublished())
                .map(Map.Entry::getKey)
                .filter(column -> !table.knows(column))
                .filter(column -> before.unloaded().contains(column)
                        || !(before.columns().isEmpty() || before.columns().containsKey(column)))
                .sorted()
                .toList();
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
                .or(() -> newColumns()
                        .map(what -> table.name() + " " + what
                                + ". Map what it shall hold, or list it under ignore, and restart the service"));
    }

    /**
     * What is worth being remembered when it is over, in the words that follow the table's name. That a table was
     * dropped, and what became of its rows, is remembered as a change that the vault follows.
     */
    List<String> notices() {
        List<String> notices = new ArrayList<>();
        if (before.exists() && now.exists() && !before.recordKey().equals(now.recordKey())) {
            notices.add("has " + now.recordKeyInWords() + " now, and had " + before.recordKeyInWords());
        }
        newGap.filter(why -> gone.isEmpty()).ifPresent(notices::add);
        newColumns().ifPresent(notices::add);
        String former = known.obstacle().orElse("");
        obstacles.stream()
                .map(Obstacle::reason)
                .distinct()
                .filter(reason -> !former.contains(reason))
                .forEach(notices::add);
        if (obstacles.isEmpty() && !former.isEmpty()) {
            notices.add("has no obstacle any more");
        }
        return notices;
    }

    /** Reported once, when they come. */
    private Optional<String> newColumns() {
        List<String> fresh = new ArrayList<>(now.unloaded());
        fresh.removeAll(before.unloaded());
        return fresh.isEmpty()
                ? Optional.empty()
                : Optional.of("has got " + String.join(", ", fresh)
                        + ", which the model does not map: the vault does not hold the values");
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
