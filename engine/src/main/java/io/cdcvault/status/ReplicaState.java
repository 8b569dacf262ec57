package io.cdcvault.status;

/** What the master's streaming replica is doing. */
public enum ReplicaState {
    /** The configuration names no replica. */
    NOT_CONFIGURED,
    /** It receives the master's WAL. */
    STREAMING,
    /** It answers queries, but receives nothing. */
    NOT_CONNECTED,
    /** It is no replica any more. */
    PROMOTED,
    /** It does not answer. */
    UNREACHABLE
}
