package io.cdcvault.bench;

import io.cdcvault.bench.stage.MeasuredProcess;
import io.cdcvault.bench.stage.Stage;
import io.cdcvault.change.Lsn;
import java.util.Arrays;
import picocli.CommandLine;

/** The command line, and what it launches from its own jar. */
public final class Main {

    static final String MEASURED = "measured";
    private static final String SERVICE = "service";

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String first = arguments.length == 0 ? "" : arguments[0];
        switch (first) {
            case MEASURED -> measure(arguments);
            // The service's own command line, which this jar holds, too.
            case SERVICE -> io.cdcvault.cli.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            default -> System.exit(new CommandLine(new BenchCommand()).execute(arguments));
        }
    }

    private static void measure(String[] arguments) {
        try {
            Stage stage = Stage.valueOf(arguments[1]);
            MeasuredProcess.run(
                    stage, Lsn.parse(arguments[2]), Long.parseLong(arguments[3]), Long.parseLong(arguments[4]));
        } catch (Exception e) {
            System.err.println("Run " + Arrays.toString(arguments) + " failed");
            e.printStackTrace();
            System.exit(1);
        }
    }
}
