package io.cdcvault.servers.postgres;

import io.cdcvault.servers.files.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** A copy of a running cluster's files, by the low-level backup functions; its WAL comes over replication later. */
final class OnlineCopy {

    /** What PostgreSQL's manual says to leave out of a backup; of directories, the content. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "backup_label.old", "tablespace_map.old");
    private static final Path CONTROL = Path.of("global", "pg_control");

    private final Connection connection;
    private final Path source;

    OnlineCopy(Connection connection, Path source) {
        this.connection = connection;
        this.source = source;
    }

    void into(Path target) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            // Their names before PostgreSQL 15 were others.
            boolean isOld = connection.getMetaData().getDatabaseMajorVersion() < 15;
            statement.execute(
                    isOld
                            ? "select pg_start_backup('replica', true, false)"
                            : "select pg_backup_start('replica', fast => true)");
            Trees.copy(source, target, OnlineCopy::isWanted);
            // Last of all, so that it is at least as new as any page.
            Files.copy(source.resolve(CONTROL), target.resolve(CONTROL));
            Files.writeString(
                    target.resolve("backup_label"),
                    label(statement, isOld ? "pg_stop_backup(false, false)" : "pg_backup_stop(false)"));
        }
        Files.createDirectories(target.resolve("pg_wal").resolve("archive_status"));
        Files.createFile(target.resolve("standby.signal"));
    }

    private static String label(Statement statement, String stop) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select labelfile from " + stop)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean isWanted(Path path) {
        String top = path.getName(0).toString();
        String name = path.getFileName().toString();
        boolean content = path.getNameCount() > 1 && EMPTIED.contains(top);
        return !content
                && !LEFT_OUT.contains(top)
                && !path.equals(CONTROL)
                && !name.startsWith("pgsql_tmp")
                && !name.startsWith("pg_internal.init");
    }
}
