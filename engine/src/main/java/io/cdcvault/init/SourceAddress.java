package io.cdcvault.init;

import io.cdcvault.settings.Settings;
import java.util.Optional;

/** A source that no configuration names. */
public record SourceAddress(String url, String user, Optional<String> password) implements Settings.Database {

    @Override
    public Optional<String> passwordFile() {
        return Optional.empty();
    }

    @Override
    public Optional<String> passwordCommand() {
        return Optional.empty();
    }

    @Override
    public Optional<Tls> tls() {
        return Optional.empty();
    }

    @Override
    public Optional<String> tlsCa() {
        return Optional.empty();
    }
}
