package io.cdcvault.status;

/** What an installation's state comes to, from good to bad. */
public enum Health {
    /** Changes reach the vault. */
    HEALTHY,
    /** Changes reach the vault, or are held up on purpose, but something needs attention. */
    DEGRADED,
    /** Changes do not reach the vault. */
    DOWN
}
