package io.cdcvault.change;

/** A position in PostgreSQL's write-ahead log, in bytes from its beginning. Compares unsigned, as the server does. */
public record Lsn(long bytes) implements Comparable<Lsn> {

    /** The beginning of the log: no change stands before it. */
    public static final Lsn BEGINNING = new Lsn(0);

    /**
     * Parses the server's own text form.
     *
     * @param text such as {@code 16/B374D848}
     * @throws IllegalArgumentException when it is not of that form
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("Not an LSN: " + text);
        }
        long high = Long.parseUnsignedLong(text, 0, slash, 16);
        long low = Long.parseUnsignedLong(text, slash + 1, text.length(), 16);
        return new Lsn((high << 32) | low);
    }

    /** Bytes of WAL from {@code earlier} to here; negative when this one is the earlier. */
    public long bytesSince(Lsn earlier) {
        return bytes - earlier.bytes;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(bytes, other.bytes);
    }

    /** The server's text form. */
    @Override
    public String toString() {
        return Long.toHexString(bytes >>> 32).toUpperCase(java.util.Locale.ROOT)
                + "/"
                + Long.toHexString(bytes & 0xFFFF_FFFFL).toUpperCase(java.util.Locale.ROOT);
    }
}
