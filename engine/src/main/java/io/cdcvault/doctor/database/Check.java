package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Finding;
import java.sql.SQLException;
import java.util.List;

/**
 * Looks at one side of a database: what one query shows. A setting that an existing query reads belongs to its class.
 */
public interface Check {

    List<Finding> findings(ExaminedSession session) throws SQLException;
}
