package io.cdcvault.servers.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What we set in a cluster, in a file of our own that {@code postgresql.conf} includes. It is written again at each
 * start, so ports can move; what a user sets with ALTER SYSTEM wins over it.
 */
final class PostgresConfiguration {

    private static final String NAME = "local-stack.conf";
    private static final int HAS_IO_METHODS = 18;

    private final Path directory;

    PostgresConfiguration(Path directory) {
        this.directory = directory;
    }

    /** Makes a new cluster read the file. */
    void include() throws IOException {
        Path main = directory.resolve("postgresql.conf");
        Files.writeString(main, "\ninclude_if_exists '" + NAME + "'\n", StandardOpenOption.APPEND);
    }

    void write(int port, PostgresSettings settings, Map<String, String> more) throws IOException {
        Map<String, String> all = new TreeMap<>(parameters(port, settings));
        all.putAll(more);
        if (!settings.durable() && majorVersion() >= HAS_IO_METHODS) {
            all.putIfAbsent("io_method", "sync");
        }
        String text = all.entrySet().stream()
                .map(e -> e.getKey() + " = '" + e.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        Files.writeString(directory.resolve(NAME), text);
    }

    private int majorVersion() throws IOException {
        return Integer.parseInt(
                Files.readString(directory.resolve("PG_VERSION")).strip());
    }

    private static Map<String, String> parameters(int port, PostgresSettings settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "listen_addresses",
                "127.0.0.1",
                "unix_socket_directories",
                "",
                "port",
                Integer.toString(port),
                "log_line_prefix",
                "%m [%p] ",
                "timezone",
                settings.timeZone().getId(),
                "log_timezone",
                settings.timeZone().getId()));
        if (!settings.durable()) {
            all.put("fsync", "off");
            all.put("full_page_writes", "off");
        }
        all.putAll(settings.parameters());
        return all;
    }
}
