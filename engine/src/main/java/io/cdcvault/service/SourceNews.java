package io.cdcvault.service;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.deadletter.NewsOfColumns;
import io.cdcvault.load.deadletter.Policies;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.util.Set;

/**
 * Looks at the source, over a connection of its own, when a loader meets columns that the model does not know. The
 * capture's watch would see them too, but not always before their rows are loaded.
 */
record SourceNews(Installation installation, Time time) implements NewsOfColumns {

    /** What a loader of a running service does with what the model says nothing about. */
    static Policies policies(Installation installation, Time time) {
        return installation.settings().load().drift() == Settings.Load.Drift.FOLLOW
                ? installation.policies().asking(new SourceNews(installation, time))
                : installation.policies();
    }

    /** Columns that the source was seen with are no news, also where the loader cannot reach the source. */
    @Override
    public void ask(TableName table, Set<String> columns, Set<String> unmapped) {
        if (Publishing.isKnown(installation, table, columns)) {
            return;
        }
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "columns")) {
            new Publishing(installation, source, time).learn(table, unmapped);
        }
    }
}
