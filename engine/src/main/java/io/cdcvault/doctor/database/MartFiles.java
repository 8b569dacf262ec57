package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.mart.MartCatalog;
import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether the marts' files say what they must, and their tables can be made in the presentation database. */
public final class MartFiles implements Check {

    private static final String BOOKKEEPING = "cdc_vault";

    private static final SchemaOwnership OWNERSHIP = new SchemaOwnership(
            Area.PRESENTATION,
            Fix.Place.PRESENTATION,
            "A refresh stages its rows in a temporary table.",
            "Refreshes make the marts' tables, and write down there what they show.");

    private final Settings settings;

    public MartFiles(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        MartCatalog catalog = MartCatalog.read(settings);
        List<Finding> findings = new ArrayList<>();
        findings.add(ofFiles(catalog));
        List<String> schemas = Stream.concat(
                        Stream.of(BOOKKEEPING),
                        catalog.marts().stream().map(mart -> mart.target().schema()))
                .distinct()
                .toList();
        findings.addAll(OWNERSHIP.findings(session, schemas));
        return findings;
    }

    private static Finding ofFiles(MartCatalog catalog) {
        Subject subject = new Subject(Area.PRESENTATION, "mart files", "What has a problem is not refreshed.");
        return catalog.problems().isEmpty()
                ? subject.ok(catalog.marts().size() + " marts are defined")
                : subject.error(String.join("; ", catalog.problems()));
    }
}
