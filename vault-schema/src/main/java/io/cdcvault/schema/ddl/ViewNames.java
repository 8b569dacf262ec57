package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the views and functions of a vault are called, and the views' columns besides the table's. */
public final class ViewNames {

    static final String IS_LIVE = "is_live";
    static final String LOAD_END = "load_end_dts";
    static final String OPEN_SINCE = "open_since";

    private ViewNames() {}

    static String current(String table) {
        return table + "_current";
    }

    static String history(String table) {
        return table + "_history";
    }

    static String asOf(String table) {
        return table + "_as_of";
    }

    /** The function that makes a business key's hash key. */
    static String hashKeyOf(Hub hub) {
        return FittingName.of(hub.name(), "_hk");
    }

    /** The views over a satellite. */
    public static List<String> of(Satellite satellite) {
        return List.of(current(satellite.name()), history(satellite.name()));
    }

    /** The views over a link of a vault that one source feeds. */
    public static List<String> of(Link link) {
        return of(link, Share.ALL);
    }

    /** The views over a link. */
    public static List<String> of(Link link, Share share) {
        return List.of(current(ofLink(link, share)));
    }

    /** The views over a hub: where one source feeds it, its satellites say whether it lives. */
    public static List<String> of(Hub hub, Share share) {
        return livesBySource(hub, share).isEmpty() ? List.of() : List.of(current(hub.name()));
    }

    /** What the views and functions over a link begin with: it is open in each source by itself. */
    static String ofLink(Link link, Share share) {
        return share.links().contains(link.name()) ? link.name() + "_" + share.source() : link.name();
    }

    /** Of a hub that several sources feed: the column that says whether it lives in a source, to the status table. */
    static Map<String, String> livesBySource(Hub hub, Share share) {
        Map<String, String> lives = new LinkedHashMap<>();
        share.hubs()
                .getOrDefault(hub.name(), Map.of())
                .forEach((source, table) -> lives.put(IS_LIVE + "_" + source, table));
        return lives;
    }

    /** Columns that the views over a table add to the table's own. */
    public static List<String> addedColumns(TableShape table, Share share) {
        return switch (table.kind()) {
            case SATELLITE -> List.of(IS_LIVE, LOAD_END);
            case LINK -> List.of(OPEN_SINCE);
            case HUB ->
                share.hubs().getOrDefault(table.element(), Map.of()).keySet().stream()
                        .map(source -> IS_LIVE + "_" + source)
                        .toList();
            case STATUS, EFFECTIVITY -> List.of();
        };
    }
}
