package io.cdcvault.servers.postgres;

import io.cdcvault.servers.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cluster made by {@code initdb}. */
final class NewCluster implements ClusterOrigin {

    private static final int HAS_BUILT_IN_LOCALES = 17;

    private final PostgresBinaries binaries;

    NewCluster(PostgresBinaries binaries) {
        this.binaries = binaries;
    }

    @Override
    public void fill(Path empty) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + empty,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-sync"));
        line.addAll(locale());
        Command.withoutRoot(line).run();
        new PostgresConfiguration(empty).include();
    }

    /** One that upper-cases by simple mapping, as the hash recipes' vectors expect: 'ß' stays 'ß'. */
    private List<String> locale() {
        return binaries.majorVersion() >= HAS_BUILT_IN_LOCALES
                ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                : List.of("--locale=C.UTF-8");
    }

    @Override
    public void started(PostgresServer server) {
        server.createDatabase(server.database());
    }
}
