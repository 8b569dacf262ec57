package io.cdcvault.status;

/** What the capture is doing. */
public enum CaptureState {
    /** No service captures. */
    STOPPED,
    /** It failed, and a service begins it again and again. */
    RETRYING,
    /** Paused on request. */
    PAUSED,
    /** A service captures, but does not stream from the slot yet. */
    STARTING,
    /** The tables are read as they stand; changes come after. */
    SNAPSHOT,
    /** Changes are read as they are committed. */
    STREAMING,
    /** A service streams, but where it writes to does not answer: changes wait on the master. */
    BLOCKED,
    /** The slot is gone, or the master threw away WAL that it needed. */
    LOST,
    /** The master does not answer. */
    UNREACHABLE
}
