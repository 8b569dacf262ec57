package io.cdcvault.service;

/** How a service loads from the topics: alone, or its share of the partitions together with others. */
interface LoadRole {

    /** Takes the lock that others of this role leave free; returns whether it was. */
    boolean tryLock(LoadSession session);

    /** What keeps it from loading, for the log. */
    String obstacle(String installation);

    /** Loads until the session is stopped. */
    void load(LoadSession session) throws InterruptedException;
}
