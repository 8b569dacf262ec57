package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Hub;
import io.cdcvault.schema.model.Link;
import io.cdcvault.schema.model.Naming;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.function.Predicate;

/** What several sources feed together: each has a life of its own there, in a table of its own. */
final class ShareCheck {

    private final Report report;
    private final VaultModel model;
    private final Naming naming;

    ShareCheck(Report report, VaultModel model) {
        this.report = report;
        this.model = model;
        this.naming = model.settings().naming();
    }

    void run() {
        model.hubs().forEach(this::check);
        model.links().forEach(this::check);
    }

    private void check(Hub hub) {
        List<String> sources = sources(table -> table.row().equals(hub.name()));
        if (sources.size() > 1 && !naming.hasStatusBySource()) {
            report.at(
                    hub,
                    "Rows of the sources " + String.join(" and ", sources) + " stand for " + hub.name()
                            + ", so that each needs a status table of its own, expected " + Naming.SOURCE
                            + " in naming.status_table, which is " + naming.statusTable(hub) + " for both");
        }
    }

    private void check(Link link) {
        List<String> sources = sources(table -> table.feedsLink(link.name()));
        if (!model.hasEffectivity(link)) {
            return;
        }
        boolean isResolved = model.sources().stream()
                .flatMap(table -> table.resolved().stream())
                .anyMatch(feed -> feed.link().equals(link.name()));
        if (sources.size() > 1) {
            sources.forEach(source -> checkDecided(link, source));
        }
        if (sources.size() > 1 && isResolved) {
            report.at(
                    link,
                    link.name() + " is fed by the sources " + String.join(" and ", sources)
                            + " and follows a reference, expected a link for each source: " + link.name() + "_"
                            + sources.get(0) + " and " + link.name() + "_" + sources.get(1));
        } else if (sources.size() > 1 && !naming.hasEffectivityBySource()) {
            report.at(
                    link,
                    link.name() + " is fed by the sources " + String.join(" and ", sources)
                            + ", so that each needs an effectivity table of its own, expected " + Naming.SOURCE
                            + " in naming.effectivity_table, which is " + naming.effectivityTable(link)
                            + " for both");
        }
    }

    /** What hangs on a link lives as long as the link is open in its own source. */
    private void checkDecided(Link link, String source) {
        boolean isDecided = model.sources().stream()
                .filter(table -> table.table().source().equals(source))
                .anyMatch(table -> table.decides(link.name()));
        if (!isDecided) {
            report.at(
                    link,
                    "The source " + source + " only mentions " + link.name()
                            + ", expected a table of it that lists the link under links, or another link");
        }
    }

    private List<String> sources(Predicate<SourceTable> feeds) {
        return model.sources().stream()
                .filter(feeds)
                .map(table -> table.table().source())
                .distinct()
                .toList();
    }
}
