package io.cdcvault.status;

/** What the loader is doing. */
public enum LoadState {
    /** No service loads. */
    STOPPED,
    /** A service is about to load. */
    STARTING,
    /** It failed, and a service begins it again and again. */
    RETRYING,
    /** Paused on request. */
    PAUSED,
    /** A service has the right to load. */
    RUNNING,
    /** A service has the right to load, but the topics do not answer. */
    BLOCKED,
    /** The warehouse does not answer. */
    UNREACHABLE
}
