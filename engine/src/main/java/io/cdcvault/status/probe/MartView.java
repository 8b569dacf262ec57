package io.cdcvault.status.probe;

import io.cdcvault.status.MartRefreshed;
import java.util.Optional;

/**
 * What the presentation database knows of a mart.
 *
 * @param refreshed empty when it never was
 * @param failure of the last attempt; empty when it succeeded
 * @param isRunning whether a refresh is under way
 */
public record MartView(Optional<MartRefreshed> refreshed, Optional<String> failure, boolean isRunning) {

    public static final MartView NONE = new MartView(Optional.empty(), Optional.empty(), false);
}
