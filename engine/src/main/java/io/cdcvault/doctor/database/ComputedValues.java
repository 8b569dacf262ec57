package io.cdcvault.doctor.database;

import io.cdcvault.database.ServerMessage;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.plan.LoadPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the warehouse takes the model's constants for values of their types, and its expressions for what they say.
 */
public final class ComputedValues implements Check {

    private final Installation installation;

    public ComputedValues(Installation installation) {
        this.installation = installation;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        Subject subject = new Subject(
                Area.WAREHOUSE,
                "computed values",
                "An expression may use the columns that it declares, and nothing that changes without them.");
        List<Finding> findings = new ArrayList<>();
        int checked = 0;
        for (LoadPlan plan : installation.loadPlans()) {
            for (Map.Entry<String, List<String>> check :
                    plan.staging().computationChecks().entrySet()) {
                checked++;
                String refusal = refusal(session.connection(), check.getValue());
                if (!refusal.isEmpty()) {
                    findings.add(subject.error(plan.table() + " computes " + check.getKey() + ": " + refusal));
                }
            }
        }
        return findings.isEmpty() && checked > 0 ? List.of(subject.ok("all " + checked + " can be")) : findings;
    }

    /** They make a temporary table, which a session that can only read cannot. */
    private static String refusal(Connection connection, List<String> statements) throws SQLException {
        connection.setReadOnly(false);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return "";
        } catch (SQLException e) {
            // A standby, or a server on which the service may make none: that is a finding of its own.
            return List.of("25006", "42501").contains(e.getSQLState()) ? "" : ServerMessage.withoutDetails(e);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(true);
        }
    }
}
