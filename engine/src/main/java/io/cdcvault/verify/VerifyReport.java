package io.cdcvault.verify;

import io.cdcvault.change.Lsn;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a verification showed.
 *
 * @param lsn the position that both sides were read at
 * @param replica the master against its replica, when that was asked for
 */
public record VerifyReport(
        Lsn lsn, List<ComparisonResult> comparisons, List<RuleResult> rules, List<ComparisonResult> replica) {

    public VerifyReport {
        comparisons = List.copyOf(comparisons);
        rules = List.copyOf(rules);
        replica = List.copyOf(replica);
    }

    /** The same, with what comparing the replica showed. */
    public VerifyReport with(List<ComparisonResult> ofReplica) {
        return new VerifyReport(lsn, comparisons, rules, ofReplica);
    }

    public boolean isEqual() {
        return differences() == 0 && violations() == 0;
    }

    /** Rows that differ. A row can differ in several of the vault's tables. */
    public long differences() {
        return Stream.concat(comparisons.stream(), replica.stream())
                .mapToLong(ComparisonResult::differences)
                .sum();
    }

    /** Places where a rule of the vault is broken. */
    public long violations() {
        return rules.stream().mapToLong(RuleResult::violations).sum();
    }
}
