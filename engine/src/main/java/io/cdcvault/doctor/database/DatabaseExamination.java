package io.cdcvault.doctor.database;

import io.cdcvault.database.Login;
import io.cdcvault.database.PrimaryConnection;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.Settings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes checks of one database over one session. */
public final class DatabaseExamination implements Examination {

    /** SQLSTATE's class of authorizations. */
    private static final String REFUSED = "28";

    private final Area part;
    private final Settings.Database database;
    private final String installation;
    private final Checks checks;

    public DatabaseExamination(Area part, Settings.Database database, String installation, Checks checks) {
        this.part = part;
        this.database = database;
        this.installation = installation;
        this.checks = checks;
    }

    /** What is looked at; it may depend on what a session shows. */
    public interface Checks {
        List<Check> of(ExaminedSession session) throws SQLException;
    }

    @Override
    public List<Finding> findings() {
        Subject connection =
                new Subject(part, "connection", "Without " + part.words() + " nothing else can be examined.");
        try (ExaminedSession session = ExaminedSession.open(database, installation)) {
            List<Finding> findings = new ArrayList<>();
            findings.add(connection.ok(
                    "as " + database.user() + " to " + Login.address(PrimaryConnection.url(session.connection()))));
            for (Check check : checks.of(session)) {
                findings.addAll(made(check, session));
            }
            return findings;
        } catch (SQLException e) {
            return List.of(unreachable(connection, e));
        }
    }

    private List<Finding> made(Check check, ExaminedSession session) {
        try {
            return check.findings(session);
        } catch (SQLException e) {
            String name = check.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1 $2");
            return List.of(
                    new Subject(part, name.toLowerCase(Locale.ROOT), "What cannot be looked at may be wrong unnoticed.")
                            .warning("could not be looked at: " + firstLine(e)));
        }
    }

    private Finding unreachable(Subject connection, SQLException e) {
        String found = Login.address(database)
                + (Login.isRefused(e) ? " does not let " + database.user() + " in: " : " does not answer: ")
                + ServerMessage.withoutValues(e).lines().findFirst().orElse("");
        boolean isRefused = e.getSQLState() != null && e.getSQLState().startsWith(REFUSED);
        return isRefused
                ? connection.error(
                        found,
                        Fix.command("cdc-vault setup --print " + part.name().toLowerCase(Locale.ROOT)))
                : connection.error(found);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
