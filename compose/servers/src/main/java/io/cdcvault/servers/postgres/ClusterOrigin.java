package io.cdcvault.servers.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Where a server's data directory comes from. */
interface ClusterOrigin {

    /** Fills an empty directory with a cluster. */
    void fill(Path empty) throws IOException;

    /** Whether a cluster from an earlier start can continue; one that cannot is thrown away and filled again. */
    default boolean canContinue(Path directory) throws IOException {
        return true;
    }

    /** Server parameters that the origin asks for. */
    default Map<String, String> parameters() {
        return Map.of();
    }

    /** Called when the server answers; returns when it is fit for use. */
    void started(PostgresServer server);
}
