package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.catalog.Selection;
import io.cdcvault.doctor.Doctor;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.FirstModel;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.service.Preparation;
import io.cdcvault.settings.Settings;
import io.cdcvault.setup.SetupPart;
import io.cdcvault.setup.SetupScript;
import io.cdcvault.time.Time;
import io.cdcvault.verify.SourceSnapshot;
import io.cdcvault.verify.Verification;
import io.cdcvault.verify.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every supported major version before the one that all other tests run on, as source and as warehouse. Their binaries
 * are laid out on Linux only.
 */
@EnabledOnOs(OS.LINUX)
final class PostgresVersionIT {

    private static final String CHOICE =
            "take the column out of the model and map the columns that it is computed from,"
                    + " or move the source to PostgreSQL 18 or newer";

    static Stream<Path> jars() throws IOException {
        return OlderPostgres.jars().stream();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void olderVersionIsSourceAndWarehouse(Path jar) throws Exception {
        try (OlderPostgres older = OlderPostgres.start(jar)) {
            assertThat(jar).hasFileName(older.version() + ".jar");
            Path configuration = older.configuration(OlderSource.MODEL, "");

            travel(older, configuration);

            assertGeneratedColumnsAreKnownToBeMissing(configuration);
            assertGeneratedColumnIsRefused(older);
            assertFirstModelLeavesItOut(configuration);
        }
    }

    @Test
    void oldestVersionGoesThroughKafka() throws Exception {
        try (LocalStack stack = LocalStack.temporary();
                OlderPostgres oldest = OlderPostgres.start(OlderPostgres.jars().get(0))) {
            String kafka = "  kafka: {bootstrap-servers: \"" + stack.broker().bootstrapServers() + "\"}\n";

            travel(oldest, oldest.configuration(OlderSource.MODEL, kafka));
        }
    }

    private static void travel(OlderPostgres older, Path configuration) throws Exception {
        Installation installation = OlderPostgres.installation(configuration);
        prepare(older, installation);
        ServiceProcess first = ServiceProcess.start(configuration, "run");
        older.awaitEqual(first);
        older.inSource(OlderSource.streamed());
        older.awaitEqual(first);
        older.awaitIdleSlot(first);
        first.kill();
        older.inSource(OlderSource.meanwhile());
        ServiceProcess second = ServiceProcess.start(configuration, "run");
        older.awaitEqual(second);
        older.inWarehouse("delete from vault.sat_document", "delete from vault.sts_part");
        assertEnds(ServiceProcess.start(configuration, "snapshot", "document", "part"));
        older.awaitEqual(second);

        assertThat(first.output()).contains("beginning with a snapshot").doesNotContain(" WARN ", " ERROR ");
        assertThat(second.output()).contains("Capturing 6 tables from ").doesNotContain(" WARN ", " ERROR ");
        assertThat(verify(installation)).matches(VerifyReport::isEqual);
        assertThat(problems(installation)).isEmpty();
        assertThat(second.terminate()).as(second.output()).isZero();
    }

    private static void assertEnds(ServiceProcess command) throws InterruptedException {
        assertThat(command.exitCode()).as(command.output()).isZero();
    }

    /** What administrators run, twice as they may. */
    private static void prepare(OlderPostgres older, Installation installation) throws Exception {
        SetupScript setup = new SetupScript(installation);
        for (int times = 0; times < 2; times++) {
            older.inSource(PrintedSql.statements(setup.lines(List.of(SetupPart.MASTER))));
            older.inWarehouse(PrintedSql.statements(setup.lines(List.of(SetupPart.WAREHOUSE))));
        }
    }

    /** A snapshot leaves out what the stream does not have. */
    private static void assertGeneratedColumnsAreKnownToBeMissing(Path configuration) {
        Settings settings = OlderPostgres.installation(configuration).settings();

        try (SourceDatabase source = SourceDatabase.connect(settings, "test")) {
            assertThat(source.catalog().unpublishedColumns(settings.source().publication()))
                    .containsOnly(
                            Map.entry(new TableName("public", "invoice"), List.of("gross")),
                            Map.entry(new TableName("public", "receipt"), List.of("gross")));
        }
    }

    private static void assertGeneratedColumnIsRefused(OlderPostgres older) throws Exception {
        Installation generated = OlderPostgres.installation(older.configuration(OlderSource.GENERATED, ""));

        assertThatThrownBy(() -> new Preparation(generated, Time.system()).run(line -> {}))
                .isInstanceOfSatisfying(CdcVaultException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(FailureKind.SOURCE_NOT_READY))
                .hasMessageContainingAll("public.invoice has the generated column gross", CHOICE);
        assertThat(problems(generated))
                .extracting(Finding::found)
                .singleElement()
                .asString()
                .contains("the generated column gross of public.invoice", CHOICE);
    }

    private static void assertFirstModelLeavesItOut(Path configuration) {
        FirstModel first = FirstModel.of(
                OlderPostgres.installation(configuration).settings().source(), Selection.all(), HashRecipe.EXACT);

        assertThat(first.derived().leftOut()).isEmpty();
        assertThat(first.derived().model().sources())
                .hasSize(6)
                .filteredOn(source -> source.ignored().contains("gross"))
                .hasSize(2);
    }

    private static VerifyReport verify(Installation of) {
        try (SourceSnapshot snapshot = SourceSnapshot.take(of.settings(), Duration.ofSeconds(30), Time.system())) {
            return new Verification(of.model(), of.model().sources(), 5)
                    .run(of.settings(), snapshot, (done, steps, what) -> {});
        }
    }

    private static List<Finding> problems(Installation installation) {
        return new Doctor(installation, Time.system())
                .examine().stream()
                        .filter(finding -> finding.severity().compareTo(Severity.INFO) > 0)
                        .toList();
    }
}
