package io.cdcvault.status.assess;

import io.cdcvault.settings.Settings;
import io.cdcvault.status.FeedStatus;

/**
 * What an installation is assessed by.
 *
 * @param slot the replication slot's name
 * @param feed kafka or direct
 * @param lagSeconds how old what is not in the vault may be
 * @param retainedWalBytes what the slot may hold back where the master sets no limit
 */
public record Expectations(String slot, String feed, double lagSeconds, long retainedWalBytes) {

    public static Expectations of(Settings settings) {
        return new Expectations(
                settings.source().slot(),
                FeedStatus.kind(settings),
                settings.limits().lag().toMillis() / 1e3,
                settings.source().retainedWalWarningBytes());
    }

    boolean isDirect() {
        return feed.equals(FeedStatus.DIRECT);
    }
}
