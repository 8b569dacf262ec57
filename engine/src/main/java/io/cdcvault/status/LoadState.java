package io.cdcvault.status;

/** What the loader is doing. */
public enum LoadState {
    /** No service loads. */
    STOPPED,
    /** Somebody paused it. */
    PAUSED,
    /** A service has the right to load. */
    RUNNING,
    /** The warehouse does not answer. */
    UNREACHABLE
}
