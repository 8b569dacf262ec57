package io.cdcvault.doctor.database;

import io.cdcvault.database.Login;
import io.cdcvault.database.NamesInForce;
import io.cdcvault.database.PrimaryConnection;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.NamedSource;
import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The servers in the source's URL that may take the master's place. */
public final class Standbys implements Examination {

    private final Settings settings;

    public Standbys(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> findings() {
        Settings.Source source = settings.source();
        List<String> urls = PrimaryConnection.urls(source.url());
        List<Finding> findings = new ArrayList<>();
        if (source.failover() && urls.size() == 1) {
            findings.add(new Subject(Area.MASTER, "source.url", "A service finds a promoted standby by its address.")
                    .info("names one server: with source.failover, let it name its standbys too, or a name that"
                            + " leads to whichever is primary"));
        }
        if (urls.size() > 1) {
            urls.forEach(url ->
                    findings.addAll(findings(new NamedSource(source, url, source.slot(), source.publication()))));
        }
        return findings;
    }

    private List<Finding> findings(Settings.Source server) {
        String name = Login.address(server).replaceFirst("^jdbc:postgresql://([^/]*).*$", "$1");
        try (ExaminedSession session = ExaminedSession.open(server, settings.name())) {
            String slot =
                    NamesInForce.of(settings, session.connection()).source().slot();
            return server.failover() ? new FailoverOfStandby(name, slot).findings(session) : List.of();
        } catch (SQLException e) {
            return List.of(new Subject(
                            Area.REPLICA, "server " + name, "A standby that is away cannot take the master's place.")
                    .warning("does not answer: "
                            + ServerMessage.withoutValues(e).lines().findFirst().orElse("")));
        }
    }
}
