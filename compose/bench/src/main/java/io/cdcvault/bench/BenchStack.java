package io.cdcvault.bench;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.Ports;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.files.Trees;
import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.postgres.PostgresServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The systems that the stages use, set up as a user's are and not as throw-away ones: they flush to disk. They are
 * removed at the end, or with the JVM; what a killed JVM left, the next one removes.
 */
final class BenchStack implements AutoCloseable {

    private final Path home;
    private final LocalStack stack;
    private final FileChannel lock;
    private boolean closed;

    private BenchStack(Path home, FileChannel lock) {
        this.home = home;
        this.stack = LocalStack.at(home.resolve("stack"), Ports.free());
        this.lock = lock;
    }

    static BenchStack start(Path directory) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        Files.createDirectories(home);
        BenchStack bench = new BenchStack(home, locked(home));
        bench.remove();
        Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "remove-stack"));
        bench.stack.master();
        bench.stack.dwh();
        bench.stack.broker();
        return bench;
    }

    PostgresServer master() {
        return stack.master();
    }

    String masterUrl() {
        return master().jdbcUrl() + "?user=" + master().user();
    }

    PostgresServer warehouse() {
        return stack.dwh();
    }

    KafkaBroker broker() {
        return stack.broker();
    }

    /** Outlives the stack: a place for logs. */
    Path directory() {
        return home;
    }

    /** A new database for a vault. */
    void createVaultDatabase(String name) {
        warehouse().createDatabase(name);
    }

    void dropVaultDatabase(String name) throws SQLException {
        execute(warehouse(), "drop database \"" + name + "\" with (force)");
    }

    /** Writes out what earlier runs left in memory, so that no run pays for another one. */
    void settle() throws SQLException {
        for (PostgresServer server : List.of(master(), warehouse())) {
            execute(server, "checkpoint");
        }
    }

    /** Stops and removes everything. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            remove();
            lock.close();
        } catch (IOException e) {
            throw new BenchException("Cannot remove " + stack.directory() + ": " + e, e);
        }
    }

    private void remove() throws IOException {
        for (StackSystem system : StackSystem.values()) {
            stack.server(system).kill();
        }
        Trees.delete(stack.directory());
    }

    private static FileChannel locked(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            throw new BenchException("Another benchmark runs in " + home + "; name another directory with --dir");
        }
        return channel;
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
