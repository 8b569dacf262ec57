package io.cdcvault.doctor.database;

import io.cdcvault.database.Login;
import io.cdcvault.database.PrimaryConnection;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Tries the kind of session that changes are streamed over; nothing is streamed. */
public final class ReplicationSession implements Check {

    private static final String SECONDS = "10";

    private final Settings settings;

    public ReplicationSession(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) {
        Subject subject = new Subject(
                Area.MASTER,
                "replication session",
                "Changes come over such a session: it takes the privilege, a free WAL sender, and a line in pg_hba.conf.");
        Settings.Source source = settings.source();
        Properties properties = Login.properties(source);
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("loginTimeout", SECONDS);
        try (Connection connection = PrimaryConnection.open(source, properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            return List.of(row.next() ? subject.ok("is let in") : subject.warning("was let in and not answered"));
        } catch (SQLException e) {
            return List.of(subject.error("is refused: " + e.getMessage()));
        }
    }
}
