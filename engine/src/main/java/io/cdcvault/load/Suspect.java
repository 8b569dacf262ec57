package io.cdcvault.load;

/**
 * A row's change of which it turned out late, among all that is staged, that it cannot be loaded.
 *
 * @param loadDate of its transaction, in microseconds since 1970
 */
record Suspect(RowKey row, long loadDate, String reason) {}
