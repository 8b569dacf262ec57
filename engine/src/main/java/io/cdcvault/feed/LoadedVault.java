package io.cdcvault.feed;

import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;

/**
 * A vault as one of its sources loads it: tables of two sources may have one name, so what is remembered of a table
 * goes by both.
 *
 * @param schema that holds the vault
 * @param source empty when there is one source
 */
public record LoadedVault(String schema, String source) {

    /** As the source of these settings loads it. */
    public static LoadedVault of(Settings settings, String schema) {
        return new LoadedVault(schema, Sources.name(settings));
    }
}
