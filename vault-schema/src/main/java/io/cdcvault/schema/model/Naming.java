package io.cdcvault.schema.model;

/**
 * How generated tables and columns are called, so that a vault that exists already can be adopted. In a template,
 * <code>{entity}</code> is a table's name without its {@code hub_}, {@code lnk_} or {@code sat_} prefix, <code>{table}
 * </code> the whole name and <code>{role}</code> a role's name. In a model of several sources <code>{source}</code> is
 * the source whose rows a table follows.
 *
 * @param hashKey a hub's or link's own hash key; a satellite calls its parent's key the same
 * @param roleKey a link's column for the hub in a role
 * @param drivingKey an effectivity satellite's column that is equal for links of one owner
 * @param statusTable a hub's status satellite
 * @param effectivityTable a link's effectivity satellite
 */
public record Naming(
        String hashKey,
        String roleKey,
        String drivingKey,
        String loadDate,
        String recordSource,
        String hashDiff,
        String sourceLsn,
        String status,
        String isActive,
        String statusTable,
        String effectivityTable) {

    private static final String ENTITY = "{entity}";
    private static final String TABLE = "{table}";

    /** Stands for a source's name. */
    public static final String SOURCE = "{source}";

    /** The names that a model gets when it says nothing. */
    public static Naming standard() {
        return new Naming(
                "{entity}_hk",
                "{role}_hk",
                "driving_hk",
                "load_dts",
                "rec_src",
                "hash_diff",
                "src_lsn",
                "status",
                "is_active",
                "sts_{entity}",
                "eff_{entity}");
    }

    /** The names that a model of several sources gets: what follows one source's rows has its name. */
    public static Naming ofSeveralSources() {
        Naming one = standard();
        return one.with(one.statusTable + "_" + SOURCE, one.effectivityTable + "_" + SOURCE);
    }

    /** The names of what follows the rows of one source. */
    Naming of(String source) {
        return with(statusTable.replace(SOURCE, source), effectivityTable.replace(SOURCE, source));
    }

    private Naming with(String status, String effectivity) {
        return new Naming(
                hashKey,
                roleKey,
                drivingKey,
                loadDate,
                recordSource,
                hashDiff,
                sourceLsn,
                this.status,
                isActive,
                status,
                effectivity);
    }

    /** Whether each source has a status table of its own for a hub. */
    public boolean hasStatusBySource() {
        return statusTable.contains(SOURCE);
    }

    /** Whether each source has an effectivity table of its own for a link. */
    public boolean hasEffectivityBySource() {
        return effectivityTable.contains(SOURCE);
    }

    public String hashKey(Hub hub) {
        return forTable(hashKey, hub.name());
    }

    /**
     * A link that is called like one of its roles has its whole name in that of its key: the role's key stands beside
     * it.
     */
    public String hashKey(Link link) {
        String key = forTable(hashKey, link.name());
        return isOfLink(key, link) ? hashKey.replace(ENTITY, link.name()).replace(TABLE, link.name()) : key;
    }

    /** Whether a column of a link, or of its effectivity satellite, is called so. */
    private boolean isOfLink(String name, Link link) {
        return link.roles().stream().anyMatch(role -> roleKey(role).equals(name)) || name.equals(drivingKey);
    }

    public String roleKey(Link.Role role) {
        return roleKey.replace("{role}", role.name());
    }

    public String statusTable(Hub hub) {
        return forTable(statusTable, hub.name());
    }

    public String effectivityTable(Link link) {
        return forTable(effectivityTable, link.name());
    }

    private static String forTable(String template, String table) {
        return template.replace(ENTITY, entity(table)).replace(TABLE, table);
    }

    /** A table's name without what says which kind it is of. */
    public static String entity(String table) {
        return table.replaceFirst("^(hub|lnk|link|sat)_", "");
    }
}
