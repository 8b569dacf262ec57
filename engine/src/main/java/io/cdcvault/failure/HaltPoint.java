package io.cdcvault.failure;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Points of the road where a test ends the process as {@code kill -9} would, or lets its memory run out. The system
 * property {@code cdcvault.halt-at=before-kafka-commit:3} ends it the third time that it comes there,
 * {@code cdcvault.exhaust-at} throws what a full heap throws. Without a property passing one is a comparison with null.
 */
public enum HaltPoint {
    /** A row of the snapshot was captured. */
    IN_SNAPSHOT,
    /** A row of a single table's snapshot was captured. */
    IN_TABLE_SNAPSHOT,
    /** A row of a transaction was captured whose end is not known yet. */
    IN_TRANSACTION,
    BEFORE_KAFKA_COMMIT,
    AFTER_KAFKA_COMMIT,
    /** The loader of the same process is about to be handed what was committed to Kafka. */
    BEFORE_RELAY,
    AFTER_RELAY,
    /** The loader has taken what was handed to it, and loaded nothing of it. */
    RELAY_TAKEN,
    /** A piece of a transaction that is larger than a batch is in the open warehouse transaction. */
    AFTER_PIECE,
    BEFORE_WAREHOUSE_COMMIT,
    AFTER_WAREHOUSE_COMMIT,
    /** All is durable, and the master does not know it. */
    BEFORE_SLOT_CONFIRM,
    AFTER_SLOT_CONFIRM;

    /** Of {@code kill -9}. */
    private static final int EXIT_CODE = 128 + 9;

    private static final AtomicLong TIMES = new AtomicLong();
    private static final @Nullable String EXHAUSTED = System.getProperty("cdcvault.exhaust-at");
    private static final @Nullable HaltPoint CHOSEN =
            choose(EXHAUSTED == null ? System.getProperty("cdcvault.halt-at") : EXHAUSTED);

    /** Says that the process has come here. */
    public void pass() {
        if (this == CHOSEN && TIMES.decrementAndGet() == 0) {
            if (EXHAUSTED != null) {
                throw new OutOfMemoryError("Java heap space");
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static @Nullable HaltPoint choose(@Nullable String setting) {
        if (setting == null) {
            return null;
        }
        int colon = setting.indexOf(':');
        TIMES.set(colon < 0 ? 1 : Long.parseLong(setting.substring(colon + 1)));
        String name = colon < 0 ? setting : setting.substring(0, colon);
        return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
