package io.cdcvault.change;

import org.jspecify.annotations.Nullable;

/**
 * A change as it came in: what is kept when it cannot be loaded.
 *
 * @param key the record's key as JSON; null when the record has none, and in a file
 * @param content the record's value, whether it is an envelope or not
 */
// Arrays are not copied: they are never written to, and copies would double the work.
@SuppressWarnings("ArrayRecordComponent")
public record Origin(byte @Nullable [] key, Envelope content, Place place) {

    /** @param envelope the record's value as bytes */
    public Origin(byte @Nullable [] key, byte[] envelope, Place place) {
        this(key, Envelope.of(envelope), place);
    }

    /** The record's value, byte for byte. What was not written before is written now, each time. */
    public byte[] envelope() {
        return content.json();
    }

    /**
     * Where in a log it stands, for people.
     *
     * @param log up to the position, such as {@code postgres.public.tickets-0@}
     */
    public record Place(String log, long position) {

        @Override
        public String toString() {
            return log + position;
        }
    }
}
