package io.cdcvault.settings;

import java.util.Optional;

/** Settings of which only the source differs from those that were read. */
record SettingsWithSource(Settings read, Settings.Source source) implements Settings {

    @Override
    public String name() {
        return read.name();
    }

    @Override
    public String topicPrefix() {
        return read.topicPrefix();
    }

    @Override
    public String model() {
        return read.model();
    }

    @Override
    public Optional<Database> replica() {
        return read.replica();
    }

    @Override
    public Database warehouse() {
        return read.warehouse();
    }

    @Override
    public Optional<Mart> mart() {
        return read.mart();
    }

    @Override
    public Kafka kafka() {
        return read.kafka();
    }

    @Override
    public Capture capture() {
        return read.capture();
    }

    @Override
    public Load load() {
        return read.load();
    }

    @Override
    public Limits limits() {
        return read.limits();
    }

    @Override
    public Admin admin() {
        return read.admin();
    }

    @Override
    public Alerts alerts() {
        return read.alerts();
    }

    @Override
    public Log log() {
        return read.log();
    }
}
