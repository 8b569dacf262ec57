package io.cdcvault.status;

import io.cdcvault.settings.Settings;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What lies between the capture and the loader.
 *
 * @param kind kafka or direct
 * @param isReachable whether the brokers answer; for a direct feed, the warehouse
 * @param lagEvents row changes that are published and not applied
 * @param lagTransactions transactions that are published and not applied
 * @param ends by topic, all partitions together
 * @param waiting records that are not applied, by topic, at most; empty when not known
 */
public record FeedStatus(
        String kind,
        boolean isReachable,
        OptionalLong lagEvents,
        OptionalLong lagTransactions,
        Map<String, Long> ends,
        Map<String, Long> waiting) {

    public FeedStatus(
            String kind,
            boolean isReachable,
            OptionalLong lagEvents,
            OptionalLong lagTransactions,
            Map<String, Long> ends) {
        this(kind, isReachable, lagEvents, lagTransactions, ends, Map.of());
    }

    public static final String KAFKA = "kafka";
    public static final String DIRECT = "direct";

    /** What the service is fed from. */
    public static String kind(Settings settings) {
        return settings.kafka().bootstrapServers().isPresent() ? KAFKA : DIRECT;
    }

    /** Whether nothing lies between: what is captured is loaded at once. */
    public boolean isDirect() {
        return kind.equals(DIRECT);
    }
}
