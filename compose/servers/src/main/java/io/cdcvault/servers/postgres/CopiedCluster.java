package io.cdcvault.servers.postgres;

import io.cdcvault.servers.files.DirectoryLock;
import io.cdcvault.servers.files.Trees;
import io.cdcvault.servers.files.WholeDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A copy of a cluster that {@code initdb} made once for all, several times faster than another {@code initdb}. All
 * copies carry one system identifier, which is why only throw-away servers use them.
 */
final class CopiedCluster implements ClusterOrigin {

    private final PostgresBinaries binaries;
    private final NewCluster fresh;

    CopiedCluster(PostgresBinaries binaries) {
        this.binaries = binaries;
        this.fresh = new NewCluster(binaries);
    }

    @Override
    public void fill(Path empty) throws IOException {
        Path template = binaries.companion("cluster");
        DirectoryLock.holding(template.resolveSibling("."), () -> WholeDirectory.make(template, fresh::fill));
        Trees.copy(template, empty, path -> true);
    }

    @Override
    public void started(PostgresServer server) {
        fresh.started(server);
    }
}
