package io.cdcvault.doctor.finding;

/** Where a finding belongs. */
public enum Area {
    MASTER("the master"),
    REPLICA("the replica"),
    WAREHOUSE("the warehouse"),
    KAFKA("Kafka"),
    PRESENTATION("the presentation database"),
    HOST("this machine");

    private final String words;

    Area(String words) {
        this.words = words;
    }

    /** As one says it in a sentence. */
    public String words() {
        return words;
    }
}
