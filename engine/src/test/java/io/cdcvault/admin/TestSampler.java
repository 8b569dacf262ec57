package io.cdcvault.admin;

import io.cdcvault.settings.Settings;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.time.Time;
import java.time.Instant;
import java.util.Map;

/** What an admin server shows in tests without a service. */
final class TestSampler {

    private TestSampler() {}

    /** Not started. */
    static StatusSampler of(Settings settings) {
        return new StatusSampler(
                settings, Time.system(), () -> new ProcessView("test", true, "0", Instant.EPOCH, Map.of()));
    }
}
