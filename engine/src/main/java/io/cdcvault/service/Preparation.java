package io.cdcvault.service;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Makes what a service makes when it starts, without starting. What exists is left alone. */
public final class Preparation {

    private final Installation installation;
    private final Settings settings;
    private final Time time;

    public Preparation(Installation installation, Time time) {
        this.time = time;
        this.installation = installation;
        this.settings = installation.settings();
    }

    /**
     * Makes all of it.
     *
     * @param progress given a line when a system is ready
     */
    public void run(Consumer<String> progress) throws InterruptedException {
        List<TableName> tables = source(progress);
        if (settings.kafka().bootstrapServers().isPresent()) {
            topics(tables);
            progress.accept("The topics of prefix " + settings.topicPrefix() + " exist");
        }
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            warehouse.createMissing(installation.model());
        }
        progress.accept("The vault's tables are in schema "
                + installation.model().settings().schema());
    }

    private List<TableName> source(Consumer<String> progress) {
        try (SourceDatabase source = SourceDatabase.connect(settings, "setup")) {
            source.requireLogicalWal();
            source.requireOwnSession();
            source.requireEncoding();
            Publishing publishing = new Publishing(installation, source, time);
            publishing.prepare();
            List<TableName> tables = publishing.tables();
            progress.accept("The publication " + source.settings().source().publication() + " has " + tables.size()
                    + " tables");
            return tables;
        }
    }

    private void topics(List<TableName> tables) throws InterruptedException {
        try (Admin admin = new KafkaClients(settings).admin()) {
            Topics topics = new Topics(settings);
            topics.requireChosenAreCaptured(tables);
            topics.createMissing(admin, tables);
        }
    }
}
