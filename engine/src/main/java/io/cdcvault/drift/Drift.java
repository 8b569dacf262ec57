package io.cdcvault.drift;

import io.cdcvault.load.DriftLedger.Entry;
import java.util.Optional;
import java.util.OptionalLong;

/** One table, as it is remembered and as it is now. */
final class Drift {

    private final MappedTable table;
    private final Entry known;
    private final TableFacts before;
    private final TableFacts now;
    private final Optional<Obstacle> obstacle;
    private final Optional<String> newGap;

    Drift(MappedTable table, Entry known, TableFacts now, Obstacles obstacles) {
        this.table = table;
        this.known = known;
        this.before = TableFacts.parse(known.facts());
        boolean isUnique = table.isUniqueIn(now);
        TableFacts seen = now.rememberedAsUnique(isUnique);
        this.now =
                isUnique || before.wasUniqueBy(table.identity()) ? seen.rememberedAsUniqueBy(table.identity()) : seen;
        this.obstacle = obstacles.of(table, this.now);
        this.newGap = Gaps.between(table, before, this.now);
    }

    /** What is to be remembered, but for the number of a repair that is yet to be requested. */
    Entry entry() {
        return new Entry(
                now.text(),
                obstacle.map(Obstacle::reason),
                obstacle.map(Obstacle::remedy),
                gap(),
                gap().isPresent() && newGap.isEmpty() && obstacle.isEmpty() ? known.repair() : OptionalLong.empty());
    }

    boolean isChanged() {
        return !before.equals(now) || !entry().equals(known.withFacts(now.text()));
    }

    /** Whether a snapshot must be requested: something was not sent, and nothing is in the way any more. */
    boolean isToBeRepaired() {
        return gap().isPresent() && obstacle.isEmpty() && entry().repair().isEmpty();
    }

    /** What an operator must hear of; empty when everything is as it should be. */
    Optional<String> report() {
        if (obstacle.isPresent()) {
            return obstacle.map(found -> table.name() + " " + found.reason()
                    + (found.losesChanges() ? "; its changes are missing until then" : "") + ". Run: "
                    + found.remedy());
        }
        return newGap.map(why -> table.name() + " " + why
                + ": changes that were made meanwhile were not sent, and the table must be read again");
    }

    private Optional<String> gap() {
        Optional<String> lost = obstacle.filter(Obstacle::losesChanges).map(Obstacle::reason);
        return known.gap().or(() -> newGap).or(() -> lost);
    }
}
