package io.cdcvault.status.assess;

import io.cdcvault.mart.MartDefinition;
import io.cdcvault.status.About;
import io.cdcvault.status.MartRefreshed;
import io.cdcvault.status.MartState;
import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.probe.MartView;
import io.cdcvault.status.probe.MartsView;
import io.cdcvault.status.probe.Probed;
import io.cdcvault.status.probe.ProbedViews;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Assesses the marts. They lie behind the vault: at worst they degrade its health. */
final class MartAssessment {

    private final ProbedViews views;
    private final Reasons findings;

    MartAssessment(ProbedViews views, Reasons findings) {
        this.views = views;
        this.findings = findings;
    }

    /** Empty when there is no presentation database. */
    Optional<MartsStatus> status() {
        return views.marts().map(this::status);
    }

    private MartsStatus status(Probed<MartsView> part) {
        part.failure().ifPresent(reason -> findings.degraded(About.MARTS, reason, part.remedy()));
        return part.seen().map(this::status).orElseGet(() -> new MartsStatus(MartState.UNREACHABLE, List.of()));
    }

    private MartsStatus status(MartsView view) {
        view.catalog()
                .problems()
                .forEach(problem ->
                        findings.degraded(About.MARTS, "A mart cannot be refreshed: " + problem, "Correct its file"));
        List<MartStatus> marts = view.catalog().marts().stream()
                .map(mart -> status(mart, view.seen().getOrDefault(mart.name(), MartView.NONE)))
                .toList();
        MartState worst = marts.stream()
                .map(MartStatus::state)
                .max(Comparator.naturalOrder())
                .orElse(MartState.FRESH);
        return new MartsStatus(worst, marts);
    }

    private MartStatus status(MartDefinition mart, MartView view) {
        MartState state = state(mart, view);
        if (state == MartState.STALE) {
            findings.degraded(
                    About.MARTS,
                    "The mart " + mart.name() + " is stale: "
                            + view.refreshed()
                                    .map(last -> "its last refresh was " + Math.round(last.ageSeconds()) + " s ago")
                                    .orElse("it was never refreshed")
                            + ", its freshness is " + mart.freshness().toSeconds() + " s"
                            + view.failure()
                                    .map(why -> "; the last attempt failed: " + why)
                                    .orElse(""),
                    "See `mart.schedule`, or run `cdc-vault mart refresh " + mart.name() + "`");
        }
        return new MartStatus(
                mart.name(),
                mart.target(),
                state,
                mart.freshness(),
                view.refreshed(),
                view.failure(),
                view.isRunning());
    }

    private MartState state(MartDefinition mart, MartView view) {
        double limit = mart.freshness().toMillis() / 1e3;
        Optional<MartRefreshed> refreshed = view.refreshed();
        if (refreshed.isPresent()) {
            return refreshed.get().ageSeconds() <= limit ? MartState.FRESH : MartState.STALE;
        }
        return loadedForSeconds() <= limit ? MartState.WAITING : MartState.STALE;
    }

    /** There is nothing to be refreshed from before the vault's first load. */
    private double loadedForSeconds() {
        return views.warehouse()
                .seen()
                .map(warehouse -> warehouse.loadedForSeconds().orElse(0))
                .orElse(0.0);
    }
}
