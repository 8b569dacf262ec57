package io.cdcvault.admin;

import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.collect.StatusSampler;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of an installation whose systems nobody asks. */
final class TestSettings {

    private TestSettings() {}

    /** @param more settings, without their prefix */
    static Settings of(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "cdc-vault.name", "test",
                "cdc-vault.model", "bookings",
                "cdc-vault.source.url", "jdbc:postgresql://localhost/a",
                "cdc-vault.source.user", "a",
                "cdc-vault.warehouse.url", "jdbc:postgresql://localhost/b",
                "cdc-vault.warehouse.user", "b"));
        more.forEach((name, value) -> all.put("cdc-vault." + name, value));
        return SettingsReader.read(Optional.empty(), all);
    }

    /** Not started. */
    static StatusSampler sampler(Settings settings) {
        return new StatusSampler(settings, () -> new ProcessView("test", true, "0", Instant.EPOCH, Map.of()));
    }
}
