package io.cdcvault.cli;

import io.cdcvault.feed.kafka.TailedRecord;
import io.cdcvault.feed.kafka.TopicList;
import io.cdcvault.feed.kafka.TopicState;
import io.cdcvault.feed.kafka.TopicTail;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.TopicNames;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Print change events as they come, those of committed transactions only, until stopped.",
        footer = {
            "",
            "Of an update the columns that changed are shown, where the source's table has replica identity full:"
                    + " others do not say what was before. --json prints the envelopes exactly as they are on the topic,"
                    + " one a line."
        })
final class TailCommand implements Callable<Integer> {

    private final Time time = Time.system();

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "TOPIC",
            description = "Such as postgres.public.tickets, public.tickets or tickets; all topics without any.")
    private List<String> topics = List.of();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--from-beginning", description = "Begin with the oldest records that the topics hold.")
    private boolean fromBeginning;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Begin with what was published since then: 90s, 10m, 2h or 2026-05-01T12:00:00Z.")
    private @Nullable String since;

    @Option(
            names = {"-n", "--max"},
            paramLabel = "N",
            description = "End after so many lines.")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--op",
            paramLabel = "OPERATION",
            hideParamSyntax = true,
            split = ",",
            description = "Show these only, with commas between them: ${COMPLETION-CANDIDATES}.")
    private List<Change> operations = List.of();

    @Option(
            names = "--key",
            paramLabel = "COLUMN=VALUE",
            description = "Show rows with this key only; may be given for each column of it.")
    private Map<String, String> key = Map.of();

    @Option(
            names = "--full",
            description = "Show all columns, and values whole, not only what changed and first characters.")
    private boolean full;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<Instant> from = begin();
        Settings settings = configuration.settings();
        List<String> chosen = topics(settings);
        TailPrinter printer = new TailPrinter(output.isJson(), full, new TailFilter(operations, key), max);
        EndOnSignal signal = EndOnSignal.with(printer::flush);
        try (PipeReader reader = PipeReader.ofStandardOutput();
                TopicTail tail = new TopicTail(new KafkaClients(settings), chosen, from)) {
            while (!printer.isFinished() && reader.isThere()) {
                List<TailedRecord> records = tail.poll(Duration.ofMillis(500));
                printer.print(records);
            }
        } finally {
            signal.cancel();
        }
        return 0;
    }

    private List<String> topics(Settings settings) {
        List<String> existing =
                new TopicList(settings).read().stream().map(TopicState::name).toList();
        TopicChoice choice = new TopicChoice(TopicNames.of(settings), existing);
        return topics.isEmpty()
                ? choice.all()
                : topics.stream()
                        .flatMap(topic -> choice.named(topic).stream())
                        .distinct()
                        .toList();
    }

    private Optional<Instant> begin() {
        if (since == null) {
            return fromBeginning ? Optional.of(Instant.EPOCH) : Optional.empty();
        }
        if (fromBeginning) {
            throw new ParameterException(spec.commandLine(), "--since and --from-beginning exclude each other");
        }
        try {
            return Optional.of(instant(since.strip()));
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(), "Not a time, such as 90s, 10m, 2h or 2026-05-01T12:00:00Z: " + since, e);
        }
    }

    private Instant instant(String text) {
        return text.contains("T") && text.contains(":")
                ? Instant.parse(text)
                : time.now().minus(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)));
    }
}
