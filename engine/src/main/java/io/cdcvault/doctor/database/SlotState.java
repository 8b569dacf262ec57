package io.cdcvault.doctor.database;

/**
 * A replication slot of the master.
 *
 * @param origin its database and plugin, in words; empty for a physical one
 * @param kind logical or physical
 * @param walStatus as the server says it, or {@code creating}
 * @param retainedBytes of WAL that it holds back
 * @param since when no client has read from it, as the server says; empty when one does or it is not known
 */
record SlotState(
        String name, String kind, String origin, boolean isActive, String walStatus, long retainedBytes, String since) {

    static SlotState of(CatalogRow row) {
        return new SlotState(
                row.text("name"),
                row.text("kind"),
                row.optional("database")
                        .map(name -> " (database " + name + ", " + row.text("plugin") + ")")
                        .orElse(""),
                row.is("active"),
                row.text("wal_status"),
                row.number("retained"),
                row.text("since"));
    }

    boolean isLost() {
        return walStatus.equals("lost");
    }
}
