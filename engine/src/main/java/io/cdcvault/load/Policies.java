package io.cdcvault.load;

import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Settings.Load.Policy;

/**
 * What becomes of what the model says nothing about.
 *
 * @param unknownTables changes of such tables
 * @param unknownColumns changes that carry such columns
 */
public record Policies(Policy unknownTables, Policy unknownColumns) {

    public static Policies of(Settings settings) {
        return new Policies(settings.load().unknownTables(), settings.load().unknownColumns());
    }
}
