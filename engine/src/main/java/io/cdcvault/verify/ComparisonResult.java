package io.cdcvault.verify;

import java.util.List;

/**
 * What comparing one source table with one vault table showed.
 *
 * @param subject the vault's table
 * @param rows in the source
 * @param missing rows that only the source has
 * @param surplus rows that only the vault has
 * @param changed rows whose values differ
 * @param explained of all these, rows whose changes wait as dead letters
 * @param examples some of them
 */
public record ComparisonResult(
        String table,
        String subject,
        long rows,
        long missing,
        long surplus,
        long changed,
        long explained,
        List<Difference> examples) {

    public ComparisonResult {
        examples = List.copyOf(examples);
    }

    static ComparisonResult equal(Comparison comparison, long rows) {
        return new ComparisonResult(comparison.table(), comparison.subject(), rows, 0, 0, 0, 0, List.of());
    }

    /** Whether nothing differs but rows that wait as dead letters. */
    public boolean isExplained() {
        return differences() == explained;
    }

    public long differences() {
        return missing + surplus + changed;
    }
}
