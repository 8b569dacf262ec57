package io.cdcvault.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.servers.files.Trees;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ReplicaIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.temporary();
        stack.replica();
    }

    @AfterAll
    static void close() {
        stack.close();
        assertThat(stack.isAnythingRunning()).isFalse();
    }

    @Test
    void replicaFollowsItsMaster() throws SQLException {
        book("AAAAAA");

        awaitOnReplica("AAAAAA");
    }

    @Test
    void replicaRejoinsAfterItsOwnRestart() throws SQLException {
        stack.replica().stop();
        book("BBBBBB");
        stack.replica().start();

        awaitOnReplica("BBBBBB");
    }

    @Test
    void replicaRejoinsAfterBothWereKilled() throws SQLException {
        stack.master().kill();
        stack.replica().kill();
        stack.master().start();
        stack.replica().start();
        book("CCCCCC");

        awaitOnReplica("CCCCCC");
    }

    @Test
    void replicaIsRebuiltWhenItsMasterIsAnotherCluster() throws SQLException, IOException {
        PostgresServer replica = stack.replica();
        replica.stop();
        try (LocalStack other = LocalStack.temporary()) {
            other.master().stop();
            Trees.delete(replica.directory());
            Files.createDirectory(replica.directory());
            Trees.copy(other.master().directory(), replica.directory(), path -> true);
        }

        dropSlot();
        replica.start();
        book("DDDDDD");

        awaitOnReplica("DDDDDD");
    }

    private static void dropSlot() throws SQLException {
        try (Connection connection = stack.master().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_drop_replication_slot('replica')");
        }
    }

    private static void book(String reference) throws SQLException {
        try (Connection connection = stack.master().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into bookings values ('" + reference + "', now(), 1)");
        }
    }

    private static void awaitOnReplica(String reference) {
        Await.until("the replica has " + reference, LIMIT, () -> isOnReplica(reference));
    }

    private static boolean isOnReplica(String reference) {
        try (Connection connection = stack.replica().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select pg_is_in_recovery() from bookings where book_ref = '" + reference + "'")) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
