package io.cdcvault.bench;

import io.cdcvault.bench.backlog.Shape;
import io.cdcvault.bench.report.JsonReport;
import io.cdcvault.bench.report.Results;
import io.cdcvault.bench.report.TableReport;
import io.cdcvault.bench.stage.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bin/bench.sh",
        sortOptions = false,
        description = {
            "Measures the road side by side: the same backlog of WAL is taken by Debezium's engine alone, by publishing,"
                    + " by the whole service, by loading alone, and by parking what cannot be loaded. Each run has a JVM of its own; stages take turns.",
            "Starts its own throw-away master, warehouse and broker, with durable settings, and removes them."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:failed, or the stages did not see the same rows", "2:wrong command line"})
final class BenchCommand implements Callable<Integer> {

    @Option(
            names = "--shape",
            paramLabel = "SHAPE",
            defaultValue = "airline",
            description = "What the backlog consists of: airline, the demo's mixed traffic on eight tables, or narrow,"
                    + " one table of five columns in transactions of 50 rows (default: ${DEFAULT-VALUE}).")
    private String shape = "";

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "200000",
            description = "About how many row changes the backlog has (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many of the rows each run takes before it is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each stage runs (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--stages",
            paramLabel = "STAGE",
            split = ",",
            description = "Which stages, of engine, publish, road, direct, load, park (airline) and peer (narrow)"
                    + " (default: all that take the shape).")
    private List<String> stages = List.of();

    @Option(
            names = "--tables",
            paramLabel = "N",
            split = ",",
            description =
                    "Measure something else instead: start, memory, commands and a single commit of a service with"
                            + " so many tables, for each number, such as 10,100,500.")
    private List<Integer> tables = List.of();

    @Option(names = "--direct", description = "With --tables: without Kafka.")
    private boolean direct;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every single measurement to a file.")
    private @Nullable Path json;

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            description = "Leave a flight recording (JFR) of each run in a directory; recording slows the runs down.")
    private @Nullable Path recordings;

    @Option(
            names = "--peer",
            paramLabel = "DIR",
            description = "The jars of Kafka Connect and its connectors, for the stage peer.")
    private @Nullable Path peer;

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "An option of each run's JVM, such as -XX:+UseParallelGC or -Dcdc-vault.load.batch-rows=5000;"
                    + " may be repeated. The peer gets none.")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the throw-away stack keeps its data (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"), "cdc-vault-bench");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Consumer<String> progress = line -> {
                err.println(line);
                err.flush();
            };
            if (!tables.isEmpty()) {
                out.print(new ManyTablesBench(directory, tables, direct, progress)
                        .run()
                        .text());
                out.flush();
                return 0;
            }
            Results results = new Bench(plan(), progress).run();
            out.print(new TableReport(results).text());
            out.flush();
            if (json != null) {
                Files.writeString(json, new JsonReport(results).text());
            }
            return 0;
        } catch (BenchException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private BenchPlan plan() {
        Shape chosen = chosenShape();
        List<Stage> wanted = stages.isEmpty()
                ? Arrays.stream(Stage.values())
                        .filter(stage -> stage.takes(chosen))
                        .toList()
                : stages.stream().map(BenchCommand::stage).sorted().toList();
        return new BenchPlan(
                chosen,
                rows,
                warmUp,
                rounds,
                wanted,
                directory,
                javaOptions,
                Optional.ofNullable(recordings),
                Optional.ofNullable(peer));
    }

    private Shape chosenShape() {
        return Arrays.stream(Shape.values())
                .filter(known -> known.label().equals(shape))
                .findFirst()
                .orElseThrow(() -> new BenchException("There is no shape " + shape));
    }

    private static Stage stage(String label) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new BenchException("There is no stage " + label));
    }
}
