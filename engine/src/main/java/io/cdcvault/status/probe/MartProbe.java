package io.cdcvault.status.probe;

import io.cdcvault.bookkeeping.MartLedger;
import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.mart.MartCatalog;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.MartRefreshed;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Looks at the marts: at their files, and at the presentation database. */
public final class MartProbe {

    private final Settings settings;

    public MartProbe(Settings settings) {
        this.settings = settings;
    }

    public Probed<MartsView> look(Settings.Mart presentation) {
        MartCatalog catalog = MartCatalog.read(settings);
        return Glance.at("presentation database", presentation, settings.name(), glance -> view(glance, catalog));
    }

    private MartsView view(Glance glance, MartCatalog catalog) throws SQLException {
        Map<String, MartView> marts = new HashMap<>();
        for (MartLedger.State state : new MartLedger(glance.connection(), settings.name()).states()) {
            marts.put(
                    state.mart(),
                    new MartView(
                            state.last().map(last -> refreshed(last, state.age())),
                            state.failure(),
                            state.isRunning()));
        }
        return new MartsView(catalog, marts);
    }

    private static MartRefreshed refreshed(MartOutcome last, double age) {
        return new MartRefreshed(
                last.refreshedAt(),
                Math.max(0, age),
                last.vault().lsn(),
                last.vault().loadDate(),
                last.rows(),
                last.inserted(),
                last.updated(),
                last.deleted(),
                last.seconds());
    }
}
