package io.cdcvault.feed;

import io.cdcvault.settings.Settings;

/**
 * What a feed's position goes by in the warehouse. No two feeds that load there have the same.
 *
 * @param text the installation's name and what it is fed from
 * @param vault that it loads
 */
public record FeedName(String text, LoadedVault vault) {

    /** In a vault that one source feeds. */
    public FeedName(String text, String vaultSchema) {
        this(text, new LoadedVault(vaultSchema, ""));
    }

    /** The schema that holds the vault. */
    public String vaultSchema() {
        return vault.schema();
    }

    /** Of the service's own feed. */
    public static FeedName of(Settings settings, String vaultSchema) {
        return new FeedName(textOf(settings), LoadedVault.of(settings, vaultSchema));
    }

    /** From the topics, or without Kafka straight from the capture. */
    public static String textOf(Settings settings) {
        return settings.name() + (settings.kafka().bootstrapServers().isPresent() ? "/kafka" : "/direct");
    }

    /** From the topics, a second time. */
    public static FeedName ofReplay(Settings settings, String vaultSchema) {
        return new FeedName(settings.name() + "/replay:" + vaultSchema, LoadedVault.of(settings, vaultSchema));
    }

    /** The feed of the service that captures what this one reads. */
    public String ofCapture() {
        int replay = text.indexOf("/replay:");
        return replay < 0 ? text : text.substring(0, replay) + "/kafka";
    }

    /** From a file, or another feed of that name. */
    public static FeedName ofFile(Settings settings, String vaultSchema, String file) {
        return new FeedName(settings.name() + "/file:" + file, LoadedVault.of(settings, vaultSchema));
    }
}
