package io.cdcvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Lsn;
import io.cdcvault.verify.Difference.Kind;
import io.cdcvault.verify.Difference.Pair;
import io.cdcvault.verify.VerifyReport.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerifyReportTest {

    private static final ComparisonResult EQUAL = result(0, 0, 0, 0);
    private static final RuleResult KEPT = new RuleResult("sat_t", "one version at a time", 0, List.of());
    private static final RuleResult BROKEN = new RuleResult("sat_t", "one version at a time", 2, List.of("a", "b"));

    @Test
    void nothingThatDiffersAndNothingThatWaitsIsEqual() {
        VerifyReport report = report(List.of(EQUAL), List.of(KEPT), Map.of());

        assertThat(report.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(report.isEqual()).isTrue();
    }

    @Test
    void differencesThatDeadLettersExplainAreWaitedFor() {
        VerifyReport report = report(List.of(result(1, 0, 2, 3)), List.of(KEPT), Map.of("public.t", 3L));

        assertThat(report.verdict()).isEqualTo(Verdict.WAITING);
        assertThat(report.differences()).isEqualTo(3);
        assertThat(report.explained()).isEqualTo(3);
        assertThat(report.waitingRows()).isEqualTo(3);
    }

    @Test
    void waitingRowsThatMakeNoDifferenceAreStillWaitedFor() {
        assertThat(report(List.of(EQUAL), List.of(), Map.of("public.t", 1L)).verdict())
                .isEqualTo(Verdict.WAITING);
    }

    @Test
    void oneDifferenceMoreThanIsExplainedIsADifference() {
        assertThat(report(List.of(result(1, 1, 2, 3)), List.of(), Map.of("public.t", 3L))
                        .verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void brokenRuleIsADifferenceThoughAllRowsAreEqual() {
        VerifyReport report = report(List.of(EQUAL), List.of(KEPT, BROKEN), Map.of());

        assertThat(report.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(report.violations()).isEqualTo(2);
    }

    @Test
    void replicaThatDiffersIsNotExplainedByDeadLetters() {
        VerifyReport report =
                report(List.of(EQUAL), List.of(), Map.of("public.t", 5L)).with(List.of(result(0, 0, 1, 0)));

        assertThat(report.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(report.differences()).isEqualTo(1);
    }

    @Test
    void jsonHoldsEveryCountAndTheExamples() {
        Difference example = new Difference(
                Kind.CHANGED, Map.of("id", "7"), Map.of("name", new Pair(Optional.of("Ada"), Optional.empty())), true);
        ComparisonResult changed = new ComparisonResult("public.t", "sat_t", 9, 0, 0, 1, 1, List.of(example));

        assertThat(VerifyJson.of(report(List.of(changed), List.of(BROKEN), Map.of("public.t", 1L))))
                .isEqualTo("{\"equal\":false,\"verdict\":\"different\",\"lsn\":\"0/10\",\"waiting\":{\"public.t\":1},"
                        + "\"dropped\":[],\"differences\":1,\"explained\":1,\"violations\":2,\"comparisons\":[{\"table\":\"public.t\","
                        + "\"subject\":\"sat_t\",\"rows\":9,\"missing\":0,\"surplus\":0,\"changed\":1,\"explained\":1,"
                        + "\"examples\":[{\"kind\":\"changed\",\"key\":{\"id\":\"7\"},\"columns\":{\"name\":"
                        + "{\"source\":\"Ada\",\"vault\":null}},\"explained\":true}]}],\"rules\":[{\"table\":\"sat_t\","
                        + "\"rule\":\"one version at a time\",\"violations\":2,\"examples\":[\"a\",\"b\"]}],"
                        + "\"replica\":[]}");
    }

    private static VerifyReport report(
            List<ComparisonResult> comparisons, List<RuleResult> rules, Map<String, Long> waiting) {
        return new VerifyReport(new Lsn(16), comparisons, rules, List.of(), waiting);
    }

    private static ComparisonResult result(long missing, long surplus, long changed, long explained) {
        return new ComparisonResult("public.t", "sat_t", 9, missing, surplus, changed, explained, List.of());
    }
}
