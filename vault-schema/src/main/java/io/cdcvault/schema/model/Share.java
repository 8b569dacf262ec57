package io.cdcvault.schema.model;

import java.util.Map;
import java.util.Set;

/**
 * What a model of one of several sources knows of the others: which parts of the vault they feed, too.
 *
 * @param source whose tables the model has; empty in a vault of one source
 * @param hubs that several sources feed, in the model's order, with the status tables of the sources that have rows
 *     which stand for them
 * @param links that several sources feed
 * @param satellites of all sources
 * @param sources all that the model has tables of
 */
public record Share(
        String source,
        Map<String, Map<String, String>> hubs,
        Set<String> links,
        Set<String> satellites,
        Set<String> sources) {

    /** Of a vault that one source feeds. */
    public static final Share ALL = new Share("", Map.of(), Set.of(), Set.of(), Set.of());

    public Share {
        hubs = Ordered.copy(hubs);
        links = Set.copyOf(links);
        satellites = Set.copyOf(satellites);
        sources = Set.copyOf(sources);
    }

    /** Whether other sources feed the same vault. */
    public boolean isPart() {
        return !source.isEmpty();
    }

    /** Whether other sources feed a hub or a link. */
    public boolean isShared(String element) {
        return hubs.containsKey(element) || links.contains(element);
    }
}
