package io.cdcvault.servers.postgres;

import io.cdcvault.servers.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A cluster made by {@code initdb}. */
final class NewCluster implements ClusterOrigin {

    private final PostgresBinaries binaries;

    NewCluster(PostgresBinaries binaries) {
        this.binaries = binaries;
    }

    @Override
    public void fill(Path empty) throws IOException {
        // The built-in locale upper-cases by simple mapping, as the hash recipes' vectors expect: 'ß' stays 'ß'.
        Command.withoutRoot(List.of(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + empty,
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-sync",
                        "--no-instructions"))
                .run();
        new PostgresConfiguration(empty).include();
    }

    @Override
    public void started(PostgresServer server) {
        server.createDatabase(server.database());
    }
}
