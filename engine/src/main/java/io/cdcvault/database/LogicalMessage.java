package io.cdcvault.database;

/** A logical message: it moves the stream of changes on though no client writes, and takes no table and no right. */
public final class LogicalMessage {

    /** What the connector knows it by. */
    public static final String PREFIX = "cdc-vault";

    /**
     * Writes one. Before version 14 the stream has no messages, but transactions without a change: there the message is
     * of a transaction.
     */
    public static final String STATEMENT =
            "select pg_logical_emit_message(current_setting('server_version_num')::integer < 140000, '" + PREFIX
                    + "', '')";

    /**
     * Writes one that arrives at once, in a transaction of its own. The server sends WAL that it has flushed; of a
     * message outside of a transaction that may take the fifteen seconds between two of its own records.
     */
    public static final String AT_ONCE = "select pg_logical_emit_message(true, '" + PREFIX + "', '')";

    private LogicalMessage() {}
}
