package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Finding;
import java.sql.SQLException;
import java.util.List;

/** Looks at one side of a database. */
public interface Check {

    List<Finding> findings(ExaminedSession session) throws SQLException;
}
