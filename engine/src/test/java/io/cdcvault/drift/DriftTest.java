package io.cdcvault.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DriftLedger.Entry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL has not sent between two looks, and what becomes of it. */
final class DriftTest {

    private static final Obstacles OBSTACLES = new Obstacles("vault", "cdc", List.of(Facts.TABLE.name()), 160_000);

    @Test
    void tableThatIsAsItWasHasNoGap() {
        Drift drift = drift(remembered(), Facts.well());

        assertThat(drift.report()).isEmpty();
        assertThat(drift.isToBeRepaired()).isFalse();
        assertThat(drift.entry().gap()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/oid | \"16501\" | was dropped and created again",
                "/publication/version | \"91\" | was published by a publication that was altered or created again",
                "/membership | \"701\" | was taken out of the publication and put back",
                "/columns/note/number | \"3\" | has another column note"
            })
    void changeThatMayHideChangesIsAGap(String path, String json, String why) {
        Drift drift = drift(remembered(), Facts.with(path.strip(), json));

        assertThat(drift.entry().gap()).contains(why);
        assertThat(drift.isToBeRepaired()).isTrue();
        assertThat(drift.isChanged()).isTrue();
        assertThat(drift.report()).hasValueSatisfying(report -> assertThat(report)
                .isEqualTo("public.orders " + why
                        + ": changes that were made meanwhile were not sent, and the table must be read again"));
    }

    @Test
    void columnsOfATableThatIsGoneAreRemembered() {
        TableFacts gone = Facts.with(Facts.with("/oid", "null"), "/columns", "null");

        Drift drift = drift(remembered(), gone);

        assertThat(TableFacts.parse(drift.entry().facts()).columns())
                .isEqualTo(Facts.well().columns());
        assertThat(drift(drift.entry(), gone).isChanged()).isFalse();
    }

    @Test
    void rewriteIsAGapOnlyWhenItChangesValues() {
        TableFacts rewritten = Facts.with("/file", "\"16999\"");

        assertThat(drift(remembered(), rewritten).entry().gap()).isEmpty();
        assertThat(drift(remembered(), Facts.with(rewritten, "/columns/note/type", "\"varchar\""))
                        .entry()
                        .gap())
                .contains("was rewritten with other values of note");
        assertThat(drift(remembered(), Facts.with("/columns/note/type", "\"varchar\""))
                        .entry()
                        .gap())
                .as("a wider type alone")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | has lost its partition public.orders_1",
                "{\"16600\": {\"name\": \"public.orders_1\", \"file\": \"2\", \"persistence\": \"p\", \"born\": true, \"identified\": true}} | has a partition that was truncated or rewritten, public.orders_1"
            })
    void partitionThatGoesOrIsEmptiedIsAGap(String partitions, String why) {
        Entry known = Entry.of(Facts.partitioned().rememberedAsUnique(true).text());

        assertThat(drift(known, Facts.with(Facts.partitioned(), "/partitions", partitions))
                        .entry()
                        .gap())
                .contains(why);
    }

    @Test
    void columnThatTheModelDoesNotMapIsReportedOnceUnlessItIsIgnored() {
        TableFacts grown = Facts.with("/columns/color", "{\"number\": 9, \"type\": \"25\", \"published\": true}");

        assertThat(drift(remembered(), grown).report()).hasValueSatisfying(report -> assertThat(report)
                .startsWith("public.orders has got color, which the model does not map"));
        assertThat(drift(Entry.of(grown.rememberedAsUnique(true).text()), grown).report())
                .isEmpty();
        assertThat(drift(remembered(), grown).entry().gap()).isEmpty();
    }

    /** Both between two looks; an earlier version does not remember since when. */
    @ParameterizedTest
    @CsvSource({"\"700\", ''", "\"701\", 'has a partition that was detached and attached again, public.orders_1'"})
    void partitionThatIsAttachedAgainIsAGap(String attachment, String why) {
        TableFacts now = Facts.with(Facts.partitioned(), "/partitions/16600/attachment", attachment);
        TableFacts ofAnEarlierVersion = Facts.with(Facts.partitioned(), "/partitions/16600/attachment", "null");

        assertThat(gap(Facts.partitioned(), now)).isEqualTo(why);
        assertThat(gap(ofAnEarlierVersion, now)).isEmpty();
    }

    private static String gap(TableFacts before, TableFacts now) {
        Entry known = Entry.of(before.rememberedAsUnique(true).text());
        return drift(known, now).entry().gap().orElse("");
    }

    @ParameterizedTest
    @CsvSource({"true, ''", "false, 'has got a table attached as its partition public.orders_2'"})
    void partitionThatWasMadeAsOneIsNoGapAndATableThatWasAttachedIs(boolean wasBorn, String why) {
        Entry known = Entry.of(Facts.partitioned().rememberedAsUnique(true).text());
        TableFacts now = Facts.with(
                Facts.partitioned(),
                "/partitions/16700",
                "{\"name\": \"public.orders_2\", \"file\": \"16700\", \"persistence\": \"p\", \"born\": " + wasBorn
                        + ", \"identified\": true}");

        assertThat(drift(known, now).entry().gap().orElse("")).isEqualTo(why);
    }

    @Test
    void obstacleThatLosesChangesIsAGapThatIsRepairedWhenItIsGone() {
        Drift unlogged = drift(remembered(), Facts.with("/filter", "\"id > 3\""));

        assertThat(unlogged.isToBeRepaired()).isFalse();
        assertThat(unlogged.report()).hasValueSatisfying(report -> assertThat(report)
                .startsWith("public.orders is published with a row filter")
                .contains("; its changes are missing until then. Run: "));

        Drift after = drift(unlogged.entry(), Facts.well());

        assertThat(after.entry().gap()).isPresent();
        assertThat(after.entry().obstacle()).isEmpty();
        assertThat(after.isToBeRepaired()).isTrue();
    }

    @Test
    void gapWhoseRepairIsUnderWayIsNotRepairedAgain() {
        Entry known = new Entry(
                remembered().facts(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("was dropped and created again"),
                OptionalLong.of(77));

        assertThat(drift(known, Facts.well()).isToBeRepaired()).isFalse();
        assertThat(drift(known, Facts.with("/membership", "\"701\"")).isToBeRepaired())
                .as("a new gap")
                .isTrue();
    }

    @Test
    void tableThatNoLookHasSeenKeepsTheGapOfItsLoaderAndNoOther() {
        Entry known = new Entry(
                "{}", Optional.empty(), Optional.empty(), Optional.of("is new in the model"), OptionalLong.empty());

        Drift drift = drift(known, Facts.well());

        assertThat(drift.report()).isEmpty();
        assertThat(drift.entry().gap()).contains("is new in the model");
        assertThat(drift.isToBeRepaired()).isTrue();
    }

    private static Entry remembered() {
        return Entry.of(Facts.well()
                .rememberedAsUnique(true)
                .rememberedAsUniqueBy(List.of("id"))
                .text());
    }

    private static Drift drift(Entry known, TableFacts now) {
        return new Drift(Facts.TABLE, known, now, OBSTACLES);
    }
}
