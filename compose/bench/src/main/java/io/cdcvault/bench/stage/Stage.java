package io.cdcvault.bench.stage;

import io.cdcvault.bench.backlog.Shape;
import java.util.Locale;

/** How much of the road a run takes. */
public enum Stage {
    ENGINE("Debezium's engine with the capture's properties, and a handler that does nothing"),
    PUBLISH("capture and publish: the topics hold everything"),
    ROAD("the whole service: the vault holds everything"),
    DIRECT("the whole service without Kafka: the vault holds everything"),
    LOAD("feed and load alone, from the topics that publish has filled"),
    PARK("load into a vault with a column that is too small: each row of the largest table becomes a dead letter"),
    PEER("Kafka Connect with Debezium's source and its JDBC sink: one plain table holds everything");

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

    /** Whether it can be measured with a backlog of this shape. */
    public boolean takes(Shape shape) {
        return switch (this) {
            case PARK -> shape == Shape.AIRLINE;
            case PEER -> shape == Shape.NARROW;
            default -> true;
        };
    }

    /** Whether what it fills shows the source's transactions. */
    public boolean keepsTransactions() {
        return this != PEER;
    }

    /** Whether it reads the master's WAL. */
    public boolean readsWal() {
        return topicsOf() == this;
    }

    /** Whether it fills a warehouse. */
    public boolean loads() {
        return this == ROAD || this == DIRECT || this == PEER || !readsWal();
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
