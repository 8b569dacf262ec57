package io.cdcvault.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings of an installation whose databases are not connected to. */
public final class MinimalSettings {

    private MinimalSettings() {}

    /**
     * The least that there must be, and more.
     *
     * @param more settings, without their prefix
     */
    public static Settings with(Map<String, String> more) {
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
}
