package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.VaultModel;
import java.util.List;

/** What can only be checked once the whole model is read. Each bears names that do not resolve: they are reported. */
final class Checks {

    private final Report report;

    Checks(Report report) {
        this.report = report;
    }

    void run(VaultModel model) {
        new FeedCheck(report, model).run();
        new RowCheck(report, model).run();
        List<String> sources = model.sourceNames();
        if (sources.isEmpty()) {
            new ReferenceCheck(report, model).run();
            new NameCheck(report, model).run();
        } else {
            new ShareCheck(report, model).run();
            NameCheck names = new NameCheck(report, model);
            for (String source : sources) {
                VaultModel part = model.ofSource(source);
                new ReferenceCheck(report, part).run();
                names.run(part);
            }
        }
    }
}
