package io.cdcvault.settings;

/**
 * One setting in force.
 *
 * @param name below {@code cdc-vault}
 * @param value as text; masked when it is a secret, empty when there is none
 * @param origin where the value came from: a file, the environment, a flag, or that it is the default
 */
public record Setting(String name, String value, String origin) {}
