package io.cdcvault.verify;

import io.cdcvault.change.Lsn;
import io.cdcvault.schema.model.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a verification showed.
 *
 * @param lsn the position that both sides were read at
 * @param replica the master against its replica, when that was asked for
 * @param waiting how many rows wait as dead letters, by source table
 * @param dropped tables that the source has no longer and whose rows stay: they were not compared
 */
public record VerifyReport(
        Lsn lsn,
        List<ComparisonResult> comparisons,
        List<RuleResult> rules,
        List<ComparisonResult> replica,
        Map<String, Long> waiting,
        List<TableName> dropped) {

    public VerifyReport {
        comparisons = List.copyOf(comparisons);
        rules = List.copyOf(rules);
        replica = List.copyOf(replica);
        dropped = List.copyOf(dropped);
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }

    /** Of a source that has every table. */
    public VerifyReport(
            Lsn lsn,
            List<ComparisonResult> comparisons,
            List<RuleResult> rules,
            List<ComparisonResult> replica,
            Map<String, Long> waiting) {
        this(lsn, comparisons, rules, replica, waiting, List.of());
    }

    /** The same, with what comparing the replica showed. */
    public VerifyReport with(List<ComparisonResult> ofReplica) {
        return new VerifyReport(lsn, comparisons, rules, ofReplica, waiting, dropped);
    }

    /** The same, of a source that has no longer some tables. */
    VerifyReport without(List<TableName> tables) {
        return new VerifyReport(lsn, comparisons, rules, replica, waiting, tables);
    }

    /** What can be said of the vault. */
    public enum Verdict {
        /** It holds exactly what the source holds. */
        EQUAL,
        /** Nothing differs but rows that wait as dead letters. */
        WAITING,
        /** Something differs that no dead letter explains, or a rule is broken. */
        DIFFERENT
    }

    public Verdict verdict() {
        if (differences() > explained() || violations() > 0) {
            return Verdict.DIFFERENT;
        }
        return waiting.isEmpty() ? Verdict.EQUAL : Verdict.WAITING;
    }

    public boolean isEqual() {
        return verdict() == Verdict.EQUAL;
    }

    /** Of the rows that differ, those whose changes wait as dead letters. */
    public long explained() {
        return comparisons.stream().mapToLong(ComparisonResult::explained).sum();
    }

    /** Rows that wait as dead letters. */
    public long waitingRows() {
        return waiting.values().stream().mapToLong(Long::longValue).sum();
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
