package io.cdcvault.bench.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.Lsn;
import io.cdcvault.installation.Installation;
import io.cdcvault.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process of one run, set up by system properties as the service is. Speaks with its parent in lines on standard
 * output: {@link #FIRST} at the first event, and {@link #LAST} with the reading after the last one. Then it keeps all
 * its connections, so that the parent can look at the servers' processes, until standard input ends.
 */
public final class MeasuredProcess {

    public static final String FIRST = "bench-first";
    public static final String LAST = "bench-last ";

    /** System property that names the directory of the peer's jars. */
    public static final String PEER = "bench.peer";

    private MeasuredProcess() {}

    /**
     * Measures one run; ends with the process.
     *
     * @param warmUpRows that are not measured
     * @param expectedRows with so many row changes the run is over
     */
    public static void run(Stage stage, Lsn start, long warmUpRows, long expectedRows) throws Exception {
        Setup setup = new Setup(Installation.of(SettingsReader.read(Optional.empty(), Map.of())), start);
        StageRun run = runOf(stage, setup);
        Watch watch = new Watch(warmUpRows, expectedRows, () -> System.out.println(FIRST), run);
        start(run, watch);
        endWithParent();
        System.out.println(LAST + new ObjectMapper().writeValueAsString(watch.await()));
        Thread.currentThread().join();
    }

    private static StageRun runOf(Stage stage, Setup setup) throws IOException, InterruptedException {
        return switch (stage) {
            case ENGINE -> new EngineRun(setup);
            case PUBLISH -> new PublishRun(setup);
            case ROAD, DIRECT -> new RoadRun(setup);
            case LOAD, PARK -> new LoadRun(setup);
            case PEER -> PeerRun.start(setup, Path.of(System.getProperty(PEER)));
        };
    }

    private static void start(StageRun run, Watch watch) {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run(watch);
                    } catch (Exception e) {
                        watch.fail(e);
                    }
                },
                "run");
        thread.start();
    }

    private static void endWithParent() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {}
                    } catch (IOException gone) {
                        // As good as the end.
                    }
                    System.exit(0);
                },
                "parent");
        thread.setDaemon(true);
        thread.start();
    }
}
