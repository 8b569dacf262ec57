package io.cdcvault.servers.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresServerIT {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = PostgresServer.temporary();
        execute("create table kept as select 42 as answer");
    }

    @AfterAll
    static void close() {
        server.close();
        assertThat(server.directory()).doesNotExist();
    }

    @Test
    void secondStartChangesNothing() {
        long pid = pid();

        server.start();

        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void restartKeepsDataAndPort() throws SQLException {
        int port = server.port();

        server.restart();

        assertThat(server.port()).isEqualTo(port);
        assertThat(text("select answer from kept")).isEqualTo("42");
    }

    @Test
    void serverStartsAfterAKill() throws SQLException {
        server.kill();
        assertThat(server.isRunning()).isFalse();
        assertThat(server.directory().resolve("postmaster.pid")).exists();

        server.start();

        assertThat(text("select answer from kept")).isEqualTo("42");
    }

    @Test
    void serverStartsAlthoughItsOldNumberIsSomebodyElses() throws IOException, SQLException {
        server.kill();
        Path pidFile = server.directory().resolve("postmaster.pid");
        List<String> lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        server.start();

        assertThat(text("select answer from kept")).isEqualTo("42");
    }

    @Test
    void throwAwayServersRunInAnUnusualTimeZone() throws SQLException {
        // What a session shows is the JVM's zone, which the driver sends.
        assertThat(text("select setting from pg_file_settings where name = 'timezone' and applied"))
                .isEqualTo("Asia/Kathmandu");
        assertThat(text("show log_timezone")).isEqualTo("Asia/Kathmandu");
    }

    @Test
    void upperCaseIsWhatTheHashVectorsExpect() throws SQLException {
        assertThat(text("select upper('straße É')")).isEqualTo("STRAßE É");
        assertThat(text("select upper('ﬁ')")).isEqualTo("ﬁ");
        assertThat(text("select md5(upper(trim('straße É')))")).isEqualTo("b6f60e153784ef70c10f949169383423");
    }

    @Test
    void databaseIsCreatedOnce() throws SQLException {
        server.createDatabase("Ünïcode \"quoted\"");
        server.createDatabase("Ünïcode \"quoted\"");

        assertThat(text("select count(*) from pg_database where datname = 'Ünïcode \"quoted\"'"))
                .isEqualTo("1");
    }

    private static long pid() {
        return server.process().orElseThrow().pid();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(String query) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
