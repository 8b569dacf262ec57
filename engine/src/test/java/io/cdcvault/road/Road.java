package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.servers.process.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What tests ask of a stack that a service runs on. */
record Road(LocalStack stack, String warehouse) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** To the stack's usual warehouse. */
    Road(LocalStack stack) {
        this(stack, "dwh");
    }

    void onMaster(String... statements) throws SQLException {
        try (Connection master = stack.master().connect();
                Statement statement = master.createStatement()) {
            master.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            master.commit();
        }
    }

    /** The rows of a query on the warehouse, columns joined by a blank. */
    List<String> inVault(String sql) throws SQLException {
        try (Connection vault = stack.dwh().connect(warehouse);
                Statement statement = vault.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join(" ", columns));
            }
            return found;
        }
    }

    List<String> differences() {
        try (Connection master = stack.master().connect();
                Connection vault = stack.dwh().connect(warehouse)) {
            return new VaultComparison(ShippedModels.bookings(), master, vault).differences();
        } catch (SQLException e) {
            // Before the first load there is no vault to compare with.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** Waits until the vault equals the source; the master must be at rest. */
    void awaitEqual(ServiceProcess service) {
        awaitEqual(service, PATIENCE);
    }

    /** As {@link #awaitEqual(ServiceProcess)}, for a service that has much to catch up with. */
    void awaitEqual(ServiceProcess service, Duration patience) {
        LoadPace pace = new LoadPace(this);
        boolean equal = Await.within(
                patience, () -> pace.isComparable() && differences().isEmpty());
        if (!equal) {
            throw new AssertionError("The vault differs: " + differences() + "\n" + service.output());
        }
    }
}
