package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Pausable;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.status.About;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.CaptureState;
import io.cdcvault.status.CaptureStatus;
import io.cdcvault.status.FeedStatus;
import io.cdcvault.status.Health;
import io.cdcvault.status.LoadState;
import io.cdcvault.status.LoadStatus;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.Reason;
import io.cdcvault.status.ReplicaState;
import io.cdcvault.status.ReplicaStatus;
import io.cdcvault.status.SnapshotView;
import io.cdcvault.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusTextTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final StatusRates BUSY = new StatusRates(", 12,345/s", ", 11,987/s");

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void everyLineFitsTheTerminal(int columns) {
        assertThat(text(columns)).allMatch(line -> line.length() <= columns);
    }

    @Test
    void nothingIsLeftOutOnANarrowTerminal() {
        String narrow = String.join(" ", text(60)).replaceAll("\\s+", " ");

        assertThat(narrow)
                .contains("slot cdc_vault_bookings: 123,456,789 changes in 12,345,678 transactions, 12,345/s")
                .contains("Reading public.bookings again: 123,456 rows loaded")
                .contains("sat_tickets", "12,345,678");
    }

    /** Two tables with their hubs, links and satellites, each system with something to say, and two services. */
    @Test
    void watchOfABusyInstallationOfTwoTablesFitsTheUsualScreen() {
        List<String> lines = text(80);

        assertThat(new Screen(80, 24).fitted(lines)).isEqualTo(lines).hasSizeLessThan(24);
    }

    @Test
    void watchOnASmallerScreenKeepsTheTopAndCountsTheRest() {
        List<String> lines = text(80);
        List<String> fitted = new Screen(80, 12).fitted(lines);

        assertThat(fitted).hasSize(11).startsWith(lines.get(0));
        assertThat(fitted.get(10))
                .isEqualTo("… and " + (lines.size() - 10) + " lines more, which `cdc-vault status` shows");
    }

    @Test
    void withoutATerminalASystemIsALine() {
        assertThat(text(Terminal.ANY))
                .anyMatch(line -> line.startsWith("  capture  streaming") && line.endsWith("12,345/s"));
    }

    @Test
    void sizeOfTheScreenIsReadFromStty() {
        assertThat(Screen.parse("50 132\n")).isEqualTo(new Screen(132, 50));
        assertThat(Screen.parse("stty: 'standard input': Inappropriate ioctl for device\n"))
                .isEqualTo(new Screen(80, 24));
    }

    private static List<String> text(int columns) {
        return new StatusText("bookings", new Terminal(columns != Terminal.ANY, false, columns)).of(busy(), BUSY);
    }

    private static Status busy() {
        CapturePosition published = new CapturePosition(
                Map.of(), new TransactionStamp(12_345_678, 1), 123_456_789, new Lsn(0x3A_2B4C_5D6EL));
        return new Status(
                Health.DEGRADED,
                List.of(new Reason(
                        Health.DEGRADED,
                        About.LETTERS,
                        "4 changes could not be loaded",
                        "`cdc-vault dead-letters list` shows why",
                        Optional.empty())),
                new CaptureStatus(
                        CaptureState.STREAMING,
                        "cdc_vault_bookings",
                        Optional.empty(),
                        OptionalLong.of(123_456_789),
                        OptionalDouble.of(83),
                        Optional.of(published)),
                new ReplicaStatus(ReplicaState.NOT_CONFIGURED, OptionalLong.empty(), OptionalDouble.empty()),
                new FeedStatus(
                        FeedStatus.KAFKA,
                        true,
                        OptionalLong.of(1_234_567),
                        OptionalLong.of(123_456),
                        Map.of("postgres.public.bookings", 1L, "postgres.public.tickets", 1L)),
                new LoadStatus(
                        LoadState.RUNNING,
                        1,
                        Optional.of(new AppliedView(
                                "",
                                new TransactionNumber(1),
                                new Lsn(0x3A_2B4C_5D6EL),
                                1,
                                12_222_222,
                                122_222_222,
                                1.5,
                                false)),
                        OptionalDouble.of(95)),
                vault(),
                Map.of(),
                Map.of(),
                Optional.of(Map.<Pausable, Instant>of()),
                OptionalLong.of(4),
                Optional.of(List.of(new SnapshotView(
                        new TableSnapshot(1, new TableName("public", "bookings")), NOW, 123_456, Optional.empty()))),
                Optional.empty(),
                Stream.of("warehouse-1.example.org:12345", "warehouse-2.example.org:12345")
                        .map(name -> new ProcessView(name, false, "0.1.0", NOW, Map.of()))
                        .toList(),
                Map.of("added", 2L, "retyped", 1L),
                List.of(),
                Optional.empty());
    }

    private static Map<String, Long> vault() {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : List.of(
                "hub_booking",
                "hub_ticket",
                "lnk_ticket_booking",
                "sat_bookings",
                "sat_tickets",
                "sts_bookings",
                "sts_tickets",
                "eff_ticket_booking")) {
            rows.put(table, 12_345_678L);
        }
        return rows;
    }
}
