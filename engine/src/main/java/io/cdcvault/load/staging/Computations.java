package io.cdcvault.load.staging;

import io.cdcvault.database.ServerMessage;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.load.plan.LoadPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Whether the warehouse can compute what the model computes, asked before anything is staged. */
final class Computations {

    /** Such as a function that is not there, one that is not immutable, a subquery, or a text that is no number. */
    private static final List<String> OF_THE_MODEL = List.of("0A", "22", "42");

    private Computations() {}

    /** @throws CdcVaultException when it refuses one, which the message names */
    static void require(Connection connection, LoadPlan plan) throws SQLException {
        for (Map.Entry<String, List<String>> check :
                plan.staging().computationChecks().entrySet()) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : check.getValue()) {
                    statement.execute(sql);
                }
            } catch (SQLException e) {
                if (!OF_THE_MODEL.contains(String.valueOf(e.getSQLState()).substring(0, 2))) {
                    throw e;
                }
                throw new CdcVaultException(
                        FailureKind.MODEL_INVALID,
                        "The warehouse cannot compute " + check.getKey() + " of " + plan.table() + ": "
                                + ServerMessage.withoutDetails(e),
                        e);
            }
        }
    }
}
