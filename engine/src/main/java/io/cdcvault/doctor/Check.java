package io.cdcvault.doctor;

import java.sql.SQLException;
import java.util.List;

/** Looks at one side of a database. */
interface Check {

    List<Finding> findings(Session session) throws SQLException;
}
