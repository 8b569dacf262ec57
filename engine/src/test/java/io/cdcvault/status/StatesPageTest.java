package io.cdcvault.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.FailureKind;
import io.cdcvault.status.assess.Assessment;
import io.cdcvault.status.assess.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Brings each state about from what is seen of the systems, and holds docs/states.md against what is said of it. */
final class StatesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "states.md");

    private static final Expectations WITH_KAFKA = new Expectations("cdc_vault", FeedStatus.KAFKA, 300, 1L << 30);

    private static final String INTRODUCTION =
            """
            # States

            What `cdc-vault status`, `/health/ready`, the page and the log say while something is away, waits or fails. A test brings
            each state about and writes this page (`StatesPageTest`); `AdminPageIT` and `OutageIT` bring those about for real that a
            stopped server, a pause or a dead letter makes.

            `status` and `/health/ready` print the finding with its remedy, the page the finding with a link to the panel where it is
            dealt with, and the remedy on demand. The log has a line when a stage fails and when changes are set aside. When the
            *service itself* does not answer, the page says so above everything, greys all that it shows and names the moment that
            it is from; a click that fails says so.

            Other words of the state: a **standby** is a service that waits for another to end (`status` and the page list it with its
            version); **retrying** is a stage that fails and is begun again; **blocked** is a stage that works but whose neighbour does
            not answer.

            | what happens | health | ready | capture | loader | finding, and what to do |
            |---|---|---|---|---|---|
            """;

    @Test
    void pageSaysWhatTheCodeSays() throws IOException {
        String fresh = page();
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, fresh);
        }

        assertThat(PAGE).as("run the tests with -Ddocs.update=true to write it").hasContent(fresh);
    }

    @Test
    void everyStateOfCaptureAndLoaderIsBroughtAbout() {
        Set<CaptureState> captures = new TreeSet<>();
        Set<LoadState> loads = new TreeSet<>();
        Situations.all().values().forEach(views -> {
            Status status = Assessment.of(views, WITH_KAFKA, Instant.EPOCH);
            captures.add(status.capture().state());
            loads.add(status.load().state());
        });

        assertThat(captures).containsExactlyInAnyOrderElementsOf(Arrays.asList(CaptureState.values()));
        assertThat(loads).containsExactlyInAnyOrderElementsOf(Arrays.asList(LoadState.values()));
    }

    /** Nobody may be sent to start what runs. */
    @Test
    void serviceThatRunsIsNeverSaidToBeMissing() {
        Status retrying = of("The service runs, and capture and loader fail");
        Status starting = of("The service has just started");

        assertThat(retrying.reasons()).hasSize(2).noneMatch(reason -> reason.contains("Start `cdc-vault run`"));
        assertThat(retrying.reasons()).allMatch(reason -> reason.contains("attempt 3"));
        assertThat(starting.reasons()).noneMatch(reason -> reason.contains("Start `cdc-vault run`"));
    }

    @Test
    void whatIsNotKnownIsNoNumber() {
        Status away = of("The warehouse does not answer");
        Status noTopics = of("Kafka does not answer");

        assertThat(StatusJson.of(away)).contains("\"transactions\":null,\"rows\":null");
        assertThat(away.obstacle()).contains(FailureKind.WAREHOUSE_UNREACHABLE);
        assertThat(noTopics.capture().lagSeconds()).isEmpty();
    }

    private static Status of(String situation) {
        return Assessment.of(Objects.requireNonNull(Situations.all().get(situation)), WITH_KAFKA, Instant.EPOCH);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        Situations.all().forEach((what, views) -> {
            Status status = Assessment.of(views, WITH_KAFKA, Instant.EPOCH);
            boolean isReady = status.health() != Health.DOWN && !status.isPaused();
            page.append("| ").append(what);
            page.append(" | ").append(word(status.health()));
            page.append(" | ").append(isReady ? "200" : "503");
            page.append(" | ").append(word(status.capture().state()));
            page.append(" | ").append(word(status.load().state()));
            page.append(" | ").append(String.join("<br>", status.reasons())).append(" |\n");
        });
        return page.toString();
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
