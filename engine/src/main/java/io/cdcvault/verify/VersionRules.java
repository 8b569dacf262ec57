package io.cdcvault.verify;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;
import static java.util.stream.Collectors.joining;

import io.cdcvault.bookkeeping.AcceptedLosses.Parting;
import io.cdcvault.change.Lsn;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.ddl.ColumnShape;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules of tables that hold versions. */
final class VersionRules {

    private static final String INCREASING = "load dates increase";
    private static final String CHANGING = "no version equals the one before";
    private static final String IN_ORDER = "load dates are in the order of the log";
    private static final String BEGINNING = "the first version is an appearance";

    private final VaultModel model;
    private final Naming naming;
    private final List<Parting> partings;

    /** @param partings where the log began again, on another server */
    VersionRules(VaultModel model, List<Parting> partings) {
        this.model = model;
        this.partings = List.copyOf(partings);
        this.naming = model.settings().naming();
    }

    /** One scan for all that can be said of two versions next to each other. */
    Rule of(TableShape table) {
        String loadDate = quoted(naming.loadDate());
        String lsn = quoted(naming.sourceLsn());
        String state = "row(" + columns(state(table)) + ")::text";
        String key = columns(key(table));
        String versions = "select row(" + key + ")::text as key, " + appearance(table) + " as appears, " + loadDate
                + " as load_date, lag(" + loadDate + ") over versions as load_date_before, " + lsn
                + " as lsn, lag(" + lsn + ") over versions as lsn_before, " + state + " as state, lag(" + state
                + ") over versions as state_before\nfrom " + name(table) + "\nwindow versions as (partition by " + key
                + " order by " + loadDate + ")";
        String broken = "array_remove(array[case when load_date = load_date_before then 0 end,"
                + " case when state = state_before then 1 end, case when lsn < lsn_before" + unlessParted()
                + " then 2 end,"
                + " case when load_date_before is null and not appears then 3 end], null)";
        return new Rule(
                table.name(),
                List.of(INCREASING, CHANGING, IN_ORDER, BEGINNING),
                "select unnest(" + broken + ") as claim, key from (" + versions + ") as version");
    }

    /** A server that takes another's place continues the log from where it left the other, and uses LSNs again. */
    private String unlessParted() {
        return partings.stream()
                .map(parting -> " and not (lsn_before > " + lsn(parting.after()) + " and lsn_before <= "
                        + lsn(parting.until()) + " and lsn > " + lsn(parting.after()) + ")")
                .collect(joining());
    }

    private static String lsn(Lsn lsn) {
        return literal(lsn.toString()) + "::pg_lsn";
    }

    /** A close comes before the open of the same load date. */
    Rule oneOpen(TableShape table) {
        String active = quoted(naming.isActive());
        String driving = quoted(naming.drivingKey());
        return Rule.of(
                table.name(),
                "at most one link is open for each driving key",
                "select distinct driving::text as key from (select " + driving + " as driving, sum(case when " + active
                        + " then 1 else -1 end) over (partition by " + driving + " order by "
                        + quoted(naming.loadDate()) + ", " + active + " rows unbounded preceding) as open from "
                        + name(table) + ") as counted where open > 1");
    }

    private String appearance(TableShape table) {
        return switch (table.kind()) {
            case STATUS -> quoted(naming.status()) + " = 'C'";
            case EFFECTIVITY -> quoted(naming.isActive());
            case SATELLITE -> hasOwnLife(table) ? quoted(naming.isActive()) : "true";
            case HUB, LINK -> "true";
        };
    }

    private boolean hasOwnLife(TableShape table) {
        return model.hasOwnLife(model.satellite(table.element()));
    }

    private List<String> key(TableShape table) {
        List<String> key = new ArrayList<>(table.primaryKey());
        key.remove(naming.loadDate());
        return key;
    }

    private List<String> state(TableShape table) {
        Set<String> besides = Set.of(naming.loadDate(), naming.recordSource(), naming.sourceLsn(), naming.drivingKey());
        return table.columns().stream()
                .map(ColumnShape::name)
                .filter(column ->
                        !besides.contains(column) && !table.primaryKey().contains(column))
                .toList();
    }

    private String name(TableShape table) {
        return Identifiers.qualified(model.settings().schema(), table.name());
    }

    private static String columns(List<String> names) {
        return names.stream().map(Identifiers::quoted).collect(joining(", "));
    }
}
