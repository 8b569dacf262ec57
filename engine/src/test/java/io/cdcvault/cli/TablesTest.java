package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.change.Lsn;
import io.cdcvault.mart.MartDefinition;
import io.cdcvault.mart.MartMode;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.status.MartRefreshed;
import io.cdcvault.status.MartState;
import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.verify.ComparisonResult;
import io.cdcvault.verify.Difference;
import io.cdcvault.verify.RuleResult;
import io.cdcvault.verify.VaultDigest;
import io.cdcvault.verify.VerifyReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands print as tables, at any terminal. */
final class TablesTest {

    private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
    private static final TableName FLIGHTS = new TableName("bookings", "ticket_flights");

    static List<Function<Terminal, List<String>>> tables() {
        return List.of(
                terminal -> DeadLetterText.table(List.of(letter()), terminal),
                terminal -> MartText.table(List.of(mart()), terminal),
                terminal -> MartText.table(marts(), terminal),
                terminal -> new VerifyText(terminal).of(report()),
                terminal -> new VerifyText(terminal).of(digest()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyLineFitsAndNothingIsCut(Function<Terminal, List<String>> table) {
        String whole = shown(table.apply(Terminal.NONE));
        for (int columns : new int[] {60, 80, 120}) {
            List<String> lines = table.apply(new Terminal(true, false, columns));

            assertThat(lines).allMatch(line -> line.length() <= columns);
            assertThat(shown(lines)).isEqualTo(whole);
        }
    }

    /** The characters that are shown: a folded table shows them in another order. */
    private static String shown(List<String> lines) {
        return String.join(" ", lines)
                .chars()
                .filter(character -> !Character.isWhitespace(character))
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static DeadLetter letter() {
        return new DeadLetter(
                1234,
                FLIGHTS,
                Optional.of("ticket_no=0005432000987 flight_id=12345"),
                "UPDATE",
                "postgres.bookings.ticket_flights-0 at 123456",
                "value too long for type character varying(10): column fare_conditions of sat_ticket_flights",
                "0/3A2B4C5D",
                NOW,
                NOW,
                Optional.empty());
    }

    private static MartDefinition mart() {
        return new MartDefinition(
                "revenue_by_day_and_airport",
                new TableName("presentation", "revenue_by_day_and_airport"),
                List.of("day", "airport_code"),
                MartMode.INCREMENTAL,
                Duration.ofMinutes(15),
                Optional.empty(),
                "select 1",
                "/etc/cdc-vault/marts/revenue_by_day_and_airport.sql");
    }

    private static MartsStatus marts() {
        MartRefreshed refreshed = new MartRefreshed(NOW, 7_384, new Lsn(0x3A2B4C5DL), NOW, 12_345_678, 1, 2, 3, 4.5);
        return new MartsStatus(
                MartState.WAITING,
                List.of(new MartStatus(
                        "revenue_by_day_and_airport",
                        FLIGHTS,
                        MartState.WAITING,
                        Duration.ofMinutes(15),
                        Optional.of(refreshed),
                        Optional.of("The presentation database does not answer: connection refused"),
                        false)));
    }

    private static VerifyReport report() {
        Difference changed = new Difference(
                Difference.Kind.CHANGED,
                Map.of("ticket_no", "0005432000987"),
                Map.of(
                        "fare_conditions",
                        new Difference.Pair(
                                Optional.of("Business and a longer text that a row may hold as well"),
                                Optional.of("Economy"))),
                false);
        return new VerifyReport(
                new Lsn(0x3A2B4C5DL),
                List.of(new ComparisonResult(
                        FLIGHTS.toString(), "sat_ticket_flights_details", 12_345_678, 1, 0, 7, 0, List.of(changed))),
                List.of(new RuleResult(
                        "sat_ticket_flights_details", "no version equals the one before", 3, List.of("a", "b", "c"))),
                List.of(),
                Map.of(FLIGHTS.toString(), 4L));
    }

    private static VaultDigest digest() {
        String hash = "0123456789abcdef".repeat(4);
        return new VaultDigest(List.of(new VaultDigest.Table("sat_ticket_flights_details", 12_345_678, hash)), hash);
    }
}
