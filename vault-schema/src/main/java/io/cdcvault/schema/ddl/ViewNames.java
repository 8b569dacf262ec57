package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Satellite;
import java.util.List;

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

    /** The views over a link. */
    public static List<String> of(Link link) {
        return List.of(current(link.name()));
    }

    /** Columns that the views over a satellite or a link add to the table's own. */
    public static List<String> addedColumns(TableShape table) {
        return switch (table.kind()) {
            case SATELLITE -> List.of(IS_LIVE, LOAD_END);
            case LINK -> List.of(OPEN_SINCE);
            case HUB, STATUS, EFFECTIVITY -> List.of();
        };
    }
}
