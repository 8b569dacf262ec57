package io.cdcvault.road;

/**
 * One row of the vault about an audited table.
 *
 * @param key the key of the source's row, as {@link AuditedTable#keyText} writes it
 * @param detail what the row says beside its key and stamp
 * @param loadDate in microseconds since 1970
 * @param position of the commit in the log; 0 in hubs and links, which do not keep it
 */
record AuditedRow(Kind kind, String key, String detail, long loadDate, long position) {

    static final String CREATED = "C";
    static final String DELETED = "D";
    private static final String OPENS = "opens ";

    /** What kind of table it is in. */
    enum Kind {
        HUB,
        STATUS,
        /** Its detail is a digest of the attributes. */
        SATELLITE,
        /** Its detail is the owner. */
        LINK,
        /** Its detail says which owner's link opens or closes. */
        EFFECTIVITY;

        private boolean keepsPosition() {
            return this != HUB && this != LINK;
        }
    }

    /**
     * What the vault keeps of the commit of a transaction.
     *
     * @param loadDate in microseconds since 1970
     */
    record Stamp(long loadDate, long position) {}

    static AuditedRow of(Kind kind, String key, String detail, Stamp stamp) {
        return new AuditedRow(kind, key, detail, stamp.loadDate(), kind.keepsPosition() ? stamp.position() : 0);
    }

    static String opens(String owner) {
        return OPENS + owner;
    }

    static String closes(String owner) {
        return "closes " + owner;
    }

    boolean isOpening() {
        return detail.startsWith(OPENS);
    }

    String owner() {
        return detail.substring(detail.indexOf(' ') + 1);
    }
}
