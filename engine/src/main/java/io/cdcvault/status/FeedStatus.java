package io.cdcvault.status;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What lies between the capture and the loader.
 *
 * @param kind such as kafka
 * @param isReachable whether the brokers answer
 * @param lagEvents row changes that are published and not applied
 * @param lagTransactions transactions that are published and not applied
 * @param ends by topic, all partitions together
 */
public record FeedStatus(
        String kind,
        boolean isReachable,
        OptionalLong lagEvents,
        OptionalLong lagTransactions,
        Map<String, Long> ends) {}
