package io.cdcvault.status;

import io.cdcvault.schema.model.TableName;
import java.time.Duration;
import java.util.Optional;

/**
 * A mart.
 *
 * @param freshness how long after a refresh it counts as fresh
 * @param refreshed empty when it never was, or that is not known
 * @param failure of the last attempt; empty when it succeeded
 * @param isRunning whether a refresh is under way
 */
public record MartStatus(
        String name,
        TableName target,
        MartState state,
        Duration freshness,
        Optional<MartRefreshed> refreshed,
        Optional<String> failure,
        boolean isRunning) {}
