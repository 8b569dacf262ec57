package io.cdcvault.bench;

import io.cdcvault.bench.backlog.BacklogSlots;
import io.cdcvault.bench.backlog.ChangeBacklog;
import io.cdcvault.bench.backlog.NarrowTable;
import io.cdcvault.bench.backlog.Shape;
import io.cdcvault.bench.report.Measurement;
import io.cdcvault.bench.stage.MeasuredProcess;
import io.cdcvault.bench.stage.Stage;
import io.cdcvault.schema.reading.ShippedModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives each run what it needs: a slot at the beginning of the backlog, topics and a vault of its own. */
final class Runs {

    private final BenchPlan plan;
    private final BenchStack stack;
    private final BacklogSlots slots;
    private final ChangeBacklog backlog;

    Runs(BenchPlan plan, BenchStack stack, BacklogSlots slots, ChangeBacklog backlog) {
        this.plan = plan;
        this.stack = stack;
        this.slots = slots;
        this.backlog = backlog;
    }

    Measurement measure(Stage stage, int round) throws IOException, InterruptedException, SQLException {
        String name = name(stage, round);
        if (stage.readsWal()) {
            slots.copyOrigin(name);
        }
        if (stage.loads()) {
            stack.createVaultDatabase(name);
        }
        stack.settle();
        Measurement measurement = new StageProcess(stage, round, stack).run(options(stage, round), arguments(stage));
        if (stage.readsWal()) {
            slots.drop(name);
        }
        if (stage.loads()) {
            stack.dropVaultDatabase(name);
        }
        return measurement;
    }

    private static String name(Stage stage, int round) {
        return "bench_" + stage.label() + "_" + round;
    }

    private List<String> arguments(Stage stage) {
        return List.of(
                Main.MEASURED,
                stage.name(),
                backlog.start().toString(),
                Long.toString(plan.warmUpRows()),
                Long.toString(backlog.rows()));
    }

    private List<String> options(Stage stage, int round) throws IOException {
        List<String> options = new ArrayList<>();
        // Peaks of memory are to be compared, so they must not follow from the machine's size.
        options.add("-Xmx1g");
        options.addAll(plan.javaOptions());
        settings(stage, round).forEach((key, value) -> options.add("-Dcdc-vault." + key + "=" + value));
        plan.peer().ifPresent(jars -> options.add("-D" + MeasuredProcess.PEER + "=" + jars));
        if (plan.recordings().isPresent()) {
            Path recordings = Files.createDirectories(plan.recordings().get().toAbsolutePath());
            options.add("-XX:StartFlightRecording=settings=profile,filename="
                    + recordings.resolve(name(stage, round) + ".jfr"));
        }
        return options;
    }

    /** Of the table with the most rows, whose values are from 10 on. */
    private String modelWithTooSmallAColumn() throws IOException {
        try (InputStream shipped =
                ShippedModels.class.getResourceAsStream("/io/cdcvault/schema/models/bookings.yaml")) {
            String model = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
            Path file = stack.directory().resolve("too-small.yaml");
            Files.writeString(file, model.replace(" amount: \"numeric(10,2)\"", " amount: \"numeric(3,2)\""));
            return file.toString();
        }
    }

    private String model(Stage stage) throws IOException {
        if (plan.shape() == Shape.NARROW) {
            return Files.writeString(stack.directory().resolve("readings.yaml"), NarrowTable.MODEL)
                    .toString();
        }
        return stage == Stage.PARK ? modelWithTooSmallAColumn() : "bookings";
    }

    private Map<String, String> settings(Stage stage, int round) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("name", name(stage, round));
        settings.put("topic-prefix", name(stage.topicsOf(), round));
        settings.put("model", model(stage));
        settings.put("source.url", stack.master().jdbcUrl());
        settings.put("source.user", stack.master().user());
        settings.put("source.slot", name(stage, round));
        // All runs read one publication; by default each would look for one of its own name.
        settings.put("source.publication", plan.shape().publication());
        settings.put("warehouse.url", stack.warehouse().jdbcUrl(name(stage, round)));
        settings.put("warehouse.user", stack.warehouse().user());
        if (stage.usesTopics()) {
            settings.put("kafka.bootstrap-servers", stack.broker().bootstrapServers());
        }
        return settings;
    }
}
