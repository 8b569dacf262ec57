package io.cdcvault.bench.stage;

import java.util.Locale;

/** How much of the road a run takes. */
public enum Stage {
    ENGINE("Debezium's engine with the capture's properties, and a handler that does nothing"),
    PUBLISH("capture and publish: the topics hold everything"),
    ROAD("the whole service: the vault holds everything"),
    DIRECT("the whole service without Kafka: the vault holds everything"),
    LOAD("feed and load alone, from the topics that publish has filled"),
    PARK("the same into a vault with a column that is too small: each row of the largest table becomes a dead letter");

    private final String meaning;

    Stage(String meaning) {
        this.meaning = meaning;
    }

    /** What people read and type. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it does, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Whether it reads the master's WAL. */
    public boolean readsWal() {
        return topicsOf() == this;
    }

    /** Whether it fills a vault. */
    public boolean loads() {
        return this == ROAD || this == DIRECT || !readsWal();
    }

    /** Whether it goes by the topics. */
    public boolean usesTopics() {
        return this != DIRECT;
    }

    /** Whose topics it uses. */
    public Stage topicsOf() {
        return this == LOAD || this == PARK ? PUBLISH : this;
    }
}
