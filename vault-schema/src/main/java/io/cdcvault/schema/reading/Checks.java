package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.VaultModel;

/** What can only be checked once the whole model is read. Each bears names that do not resolve: they are reported. */
final class Checks {

    private final Report report;

    Checks(Report report) {
        this.report = report;
    }

    void run(VaultModel model) {
        new FeedCheck(report, model).run();
        new RowCheck(report, model).run();
        new ReferenceCheck(report, model).run();
        new NameCheck(report, model).run();
    }
}
