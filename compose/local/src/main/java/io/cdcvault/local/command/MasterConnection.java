package io.cdcvault.local.command;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.local.stack.StackDirectory;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.failure.LocalStackException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The way to a master. */
final class MasterConnection {

    private final String url;

    private MasterConnection(String url) {
        this.url = url;
    }

    /** To the master of a stack, which must run. */
    static MasterConnection ofStack(StackDirectory directory) {
        if (!directory.stack().server(StackSystem.MASTER).isRunning()) {
            throw new LocalStackException("The master does not run: start the stack with `up` first");
        }
        return new MasterConnection(
                directory.stack().server(StackSystem.MASTER).address() + "?user=postgres&ApplicationName=traffic");
    }

    /** To any master, by a JDBC URL that names the user. */
    static MasterConnection to(String url, String password) {
        String separator = url.indexOf('?') < 0 ? "?" : "&";
        return new MasterConnection(
                url + separator + "password=" + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    /** The URL with the user. */
    String url() {
        return url;
    }

    int load(DemoData data) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return data.loadIfMissing(connection);
        } catch (SQLException e) {
            throw new LocalStackException("Cannot reach the master: " + e.getMessage(), e);
        }
    }
}
