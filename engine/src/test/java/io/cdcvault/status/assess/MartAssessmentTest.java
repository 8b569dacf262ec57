package io.cdcvault.status.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Lsn;
import io.cdcvault.mart.MartCatalog;
import io.cdcvault.mart.MartDefinition;
import io.cdcvault.mart.MartMode;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.status.Health;
import io.cdcvault.status.MartRefreshed;
import io.cdcvault.status.MartState;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.probe.MartView;
import io.cdcvault.status.probe.MartsView;
import io.cdcvault.status.probe.Probed;
import io.cdcvault.status.probe.ProbedViews;
import io.cdcvault.status.probe.WarehouseView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class MartAssessmentTest {

    private static final MartDefinition MART = new MartDefinition(
            "sales",
            new TableName("public", "sales"),
            List.of("day"),
            MartMode.INCREMENTAL,
            Duration.ofHours(1),
            Optional.empty(),
            "select 1 as day",
            "sales.sql");

    private final Reasons findings = new Reasons();

    @Test
    void refreshedInTimeIsFresh() {
        assertThat(state(refreshed(3_600), OptionalDouble.of(9_999))).isEqualTo(MartState.FRESH);
        assertThat(findings.health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void notRefreshedInTimeIsStaleAndDegrades() {
        assertThat(state(refreshed(3_601), OptionalDouble.of(9_999))).isEqualTo(MartState.STALE);
        assertThat(findings.health()).isEqualTo(Health.DEGRADED);
        assertThat(findings.reasons()).singleElement().asString().contains("sales", "3601 s ago", "3600 s", "no table");
    }

    @Test
    void neverRefreshedHasTimeFromTheVaultsFirstLoadOn() {
        assertThat(state(MartView.NONE, OptionalDouble.empty())).isEqualTo(MartState.WAITING);
        assertThat(state(MartView.NONE, OptionalDouble.of(3_599))).isEqualTo(MartState.WAITING);
        assertThat(findings.health()).isEqualTo(Health.HEALTHY);
        assertThat(state(MartView.NONE, OptionalDouble.of(3_601))).isEqualTo(MartState.STALE);
        assertThat(findings.reasons()).singleElement().asString().contains("never refreshed");
    }

    @Test
    void presentationDatabaseThatDoesNotAnswerDegrades() {
        MartsStatus status = status(new Probed.Unreachable<>("gone"), OptionalDouble.empty());

        assertThat(status.state()).isEqualTo(MartState.UNREACHABLE);
        assertThat(findings.health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void fileWithProblemsDegrades() {
        status(
                new Probed.Seen<>(new MartsView(new MartCatalog(List.of(), List.of("b.sql: no SELECT")), Map.of())),
                OptionalDouble.empty());

        assertThat(findings.reasons()).singleElement().asString().contains("b.sql: no SELECT");
    }

    private MartState state(MartView view, OptionalDouble loadedFor) {
        MartCatalog catalog = new MartCatalog(List.of(MART), List.of());
        return status(new Probed.Seen<>(new MartsView(catalog, Map.of("sales", view))), loadedFor)
                .state();
    }

    private MartsStatus status(Probed<MartsView> marts, OptionalDouble loadedFor) {
        WarehouseView warehouse = new WarehouseView(
                1, Optional.empty(), Map.of(), Map.of(), Map.of(), 0, List.of(), List.of(), loadedFor);
        ProbedViews views = new ProbedViews(
                new Probed.Unreachable<>("not looked at"),
                Optional.empty(),
                new Probed.Seen<>(warehouse),
                new Probed.Unreachable<>("not looked at"),
                Optional.of(marts));
        return new MartAssessment(views, findings).status().orElseThrow();
    }

    private static MartView refreshed(double ageSeconds) {
        MartRefreshed last = new MartRefreshed(Instant.EPOCH, ageSeconds, new Lsn(1), Instant.EPOCH, 1, 1, 0, 0, 0.1);
        return new MartView(Optional.of(last), Optional.of("there is no table"), false);
    }
}
