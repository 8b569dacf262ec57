package io.cdcvault.settings;

import java.util.Optional;

/** A source as it was read, with the slot and the publication that are in force. */
public record NamedSource(Settings.Source read, String slot, String publication) implements Settings.Source {

    /** The same settings, with the names in force. */
    public static Settings in(Settings read, String slot, String publication) {
        Settings.Source source = read.source();
        return source.slot().equals(slot) && source.publication().equals(publication)
                ? read
                : new SettingsWithSource(read, new NamedSource(source, slot, publication));
    }

    @Override
    public String url() {
        return read.url();
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
    public long retainedWalWarningBytes() {
        return read.retainedWalWarningBytes();
    }

    /** Without the password, which a record would print. */
    @Override
    public String toString() {
        return "slot " + slot + ", publication " + publication;
    }
}
