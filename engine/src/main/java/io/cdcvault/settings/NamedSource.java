package io.cdcvault.settings;

import java.util.Optional;

/** A source as it was read, with the server, the slot and the publication that are in force. */
public record NamedSource(Settings.Source read, String url, String slot, String publication)
        implements Settings.Source {

    /**
     * The same settings, with what is in force.
     *
     * @param url of the one server that is used, of those that the settings name
     */
    public static Settings in(Settings read, String url, String slot, String publication) {
        Settings.Source source = read.source();
        boolean isAsRead = source.url().equals(url)
                && source.slot().equals(slot)
                && source.publication().equals(publication);
        return isAsRead ? read : new SettingsWithSource(read, new NamedSource(source, url, slot, publication));
    }

    /** The same settings, whose source is the server that changes are captured from: the primary, or a standby. */
    public static Settings captured(Settings settings) {
        Settings.Source source = settings.source();
        return source.captureUrl()
                .map(standby -> in(settings, standby, source.slot(), source.publication()))
                .orElse(settings);
    }

    @Override
    public Optional<String> name() {
        return read.name();
    }

    @Override
    public String user() {
        return read.user();
    }

    @Override
    public Optional<String> password() {
        return read.password();
    }

    @Override
    public Optional<String> passwordFile() {
        return read.passwordFile();
    }

    @Override
    public Optional<String> passwordCommand() {
        return read.passwordCommand();
    }

    @Override
    public Optional<Tls> tls() {
        return read.tls();
    }

    @Override
    public Optional<String> tlsCa() {
        return read.tlsCa();
    }

    @Override
    public Optional<String> captureUrl() {
        return read.captureUrl();
    }

    @Override
    public boolean failover() {
        return read.failover();
    }

    @Override
    public long retainedWalWarningBytes() {
        return read.retainedWalWarningBytes();
    }

    /** Without the password, which a record would print. */
    @Override
    public String toString() {
        return "slot " + slot + ", publication " + publication;
    }
}
