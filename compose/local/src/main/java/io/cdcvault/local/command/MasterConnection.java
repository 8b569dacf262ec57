package io.cdcvault.local.command;

import io.cdcvault.local.demo.DemoData;
import io.cdcvault.local.failure.LocalStackException;
import io.cdcvault.local.stack.StackDirectory;
import io.cdcvault.local.stack.StackSystem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The way to the master of a stack that must run. */
final class MasterConnection {

    private final StackDirectory directory;

    MasterConnection(StackDirectory directory) {
        this.directory = directory;
    }

    /** The URL with the user. */
    String url() {
        return directory.stack().server(StackSystem.MASTER).address() + "?user=postgres&ApplicationName=traffic";
    }

    int load(DemoData data) {
        if (!directory.stack().server(StackSystem.MASTER).isRunning()) {
            throw new LocalStackException("The master does not run: start the stack with `up` first");
        }
        try (Connection connection = DriverManager.getConnection(url())) {
            return data.loadIfMissing(connection);
        } catch (SQLException e) {
            throw new LocalStackException("Cannot reach the master: " + e.getMessage(), e);
        }
    }
}
