package io.cdcvault.change;

/**
 * What was captured from a server and the one in its place does not have: transactions that committed after the
 * successor had left the history of both.
 *
 * @param before the server that they were captured from
 * @param now the one in its place, of the same cluster
 * @param after up to here both have the same history
 * @param until so far the server before was captured
 */
public record LostRange(ServerIdentity before, ServerIdentity now, Lsn after, Lsn until) {

    @Override
    public String toString() {
        return "between " + after + " and " + until + " on timeline " + before.timeline();
    }
}
