package io.cdcvault.status;

/** How up to date a mart is, from good to bad. */
public enum MartState {
    /** Refreshed within its freshness. */
    FRESH,
    /** Never refreshed, and the vault has not been loaded for longer than its freshness. */
    WAITING,
    /** Not refreshed within its freshness. */
    STALE,
    /** The presentation database does not answer. */
    UNREACHABLE
}
