package io.cdcvault.mart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.TableName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MartFileTest {

    @Test
    void headerAndSelectAreToldApart() {
        MartDefinition mart = read(
                """
                -- Sales: by day and shop.
                -- target: reports.sales
                -- key: day, shop
                -- mode: replace
                -- freshness: 15m
                -- stamp: made_at

                -- What counts is the receipt.
                select day, shop, sum(total) as total -- key: not this
                from sat_receipt_current
                group by day, shop;
                """);

        assertThat(mart.target()).isEqualTo(new TableName("reports", "sales"));
        assertThat(mart.key()).containsExactly("day", "shop");
        assertThat(mart.mode()).isEqualTo(MartMode.REPLACE);
        assertThat(mart.freshness()).isEqualTo(Duration.ofMinutes(15));
        assertThat(mart.stamp()).contains("made_at");
        assertThat(mart.select()).endsWith("group by day, shop").contains("-- key: not this", "-- What counts");
    }

    @Test
    void whatIsNotSaidHasAUsualValue() {
        MartDefinition mart = read("-- target: sales\n-- key: day\nselect 1 as day");

        assertThat(mart.target()).isEqualTo(new TableName("public", "sales"));
        assertThat(mart.mode()).isEqualTo(MartMode.INCREMENTAL);
        assertThat(mart.freshness()).isEqualTo(Duration.ofDays(1));
        assertThat(mart.stamp()).isEmpty();
    }

    @Test
    void everyProblemIsToldAtOnce() {
        List<String> problems = problems(
                """
                -- targt: sales
                -- mode: merge
                -- freshness: soon
                -- stamp: at
                -- stamp: then
                -- nothing else
                """);

        assertThat(problems).hasSize(6).allMatch(problem -> problem.startsWith("sales.sql: "));
        assertThat(String.join("\n", problems))
                .contains("`targt` is not known", "`stamp` stands there twice", "`mode` is incremental or replace")
                .contains("`target` is missing", "`freshness` is a time", "there is no SELECT");
    }

    @Test
    void mergingNeedsAKeyAndTheBookkeepingIsNoPlaceForAMart() {
        assertThat(problems("-- target: cdc_vault.mart\nselect 1 as one"))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("`key` is missing"))
                .anyMatch(problem -> problem.contains("schema cdc_vault"));
    }

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "15m, PT15M", "26h, PT26H", "7d, P7D", "PT36H, PT36H"})
    void freshnessIsWrittenAsPeopleDo(String text, Duration expected) {
        assertThat(read("-- target: t\n-- key: k\n-- freshness: " + text + "\nselect 1 as k")
                        .freshness())
                .isEqualTo(expected);
    }

    private static MartDefinition read(String text) {
        return MartFile.read("sales", "sales.sql", text).definition().orElseThrow();
    }

    private static List<String> problems(String text) {
        MartFile.Read read = MartFile.read("sales", "sales.sql", text);
        assertThat(read.definition()).isEmpty();
        return read.problems();
    }
}
