package io.cdcvault.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColumnDriftTest {

    private static final TableName ORDERS = new TableName("public", "orders");

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: m
            vault: {record_source: m}
            hubs: {hub_order: {business_key: {id: integer}}}
            satellites: {sat_order: {of: hub_order, attributes: {note: text}}}
            sources:
              public.orders: {hubs: {hub_order: {id: id}}, satellites: [sat_order]}
            """,
            "m.yaml");

    private static final String COLUMN =
            """
            {"number": "%s", "type": "text", "modifier": "-1", "version": "5", "generated": "", "published": %s,
             "filled": %s}""";

    @Test
    void nothingBecomesOfColumnsThatStay() {
        assertThat(changes(Facts.well(), Facts.well())).isEmpty();
    }

    @Test
    void newNumberIsANewColumn() {
        TableFacts now = Facts.with("/columns/color", COLUMN.formatted(3, true, false));

        assertThat(changes(Facts.well(), now))
                .containsExactly(new Added(ORDERS, "color", "sat_order", "color", "type of color"));
    }

    @Test
    void onlyAColumnWithADefaultHasValuesInRowsThatWereThere() {
        TableFacts filled = Facts.with("/columns/color", COLUMN.formatted(3, true, true));
        ColumnDrift drift = drift(Facts.well(), filled, Set.of());

        assertThat(drift.filled(drift.changes(ColumnDriftTest::type))).containsExactly("color");
    }

    @Test
    void unpublishedColumnIsNotFollowed() {
        assertThat(changes(Facts.well(), Facts.with("/columns/color", COLUMN.formatted(3, false, false))))
                .isEmpty();
    }

    @Test
    void sameNumberUnderAnotherNameIsTheSameColumn() {
        assertThat(changes(Facts.well(), renamedNote("words", 2)))
                .containsExactly(new Renamed(ORDERS, "note", "words"));
    }

    @Test
    void anotherNumberIsAnotherColumn() {
        assertThat(changes(Facts.well(), renamedNote("words", 3)))
                .containsExactly(
                        new Dropped(ORDERS, "note"), new Added(ORDERS, "words", "sat_order", "words", "type of words"));
    }

    @Test
    void numbersOfATableThatWasCreatedAgainMeanNothing() {
        TableFacts again = Facts.with(renamedNote("words", 2), "/oid", "\"17000\"");

        assertThat(changes(Facts.well(), again))
                .containsExactly(
                        new Dropped(ORDERS, "note"), new Added(ORDERS, "words", "sat_order", "words", "type of words"));
    }

    @Test
    void columnThatCameAndWentIsATextOnlyWhenAChangeCarriesIt() {
        assertThat(drift(Facts.well(), Facts.well(), Set.of("flash", "note")).changes(ColumnDriftTest::type))
                .containsExactly(new Added(ORDERS, "flash", "sat_order", "flash", "text"));
    }

    /** It may be called otherwise now, which sends no rows. */
    @Test
    void columnThatCameAndWentLeavesAGap() {
        ColumnDrift drift = drift(Facts.well(), Facts.well(), Set.of("flash"));

        assertThat(drift.gap(drift.changes(ColumnDriftTest::type)))
                .contains("had the column flash, which was renamed or dropped before it was noticed");
        TableFacts now = Facts.with("/columns/color", COLUMN.formatted(3, true, false));
        ColumnDrift noticed = drift(Facts.well(), now, Set.of("color"));
        assertThat(noticed.gap(noticed.changes(ColumnDriftTest::type))).isEmpty();
    }

    @Test
    void formerNameMayBeANewColumnsAtOnce() {
        TableFacts now = Facts.with(renamedNote("words", 2), "/columns/note", COLUMN.formatted(3, true, false));

        assertThat(changes(Facts.well(), now))
                .containsExactly(
                        new Renamed(ORDERS, "note", "words"),
                        new Added(ORDERS, "note", "sat_order", "note_2", "type of note"));
    }

    @Test
    void nameOfAColumnThatIsLeftOutMayBecomeAnothers() {
        TableFacts before = Facts.with("/columns/words", COLUMN.formatted(3, true, false));

        assertThat(changes(before, renamedNote("words", 2))).containsExactly(new Renamed(ORDERS, "note", "words"));
    }

    @Test
    void columnsThatPassTheirNamesOnAreTheSame() {
        VaultModel model = ModelReader.read(
                """
                model: m
                vault: {record_source: m}
                hubs: {hub_order: {business_key: {id: integer}}}
                satellites: {sat_order: {of: hub_order, attributes: {note: text, memo: text}}}
                sources:
                  public.orders: {hubs: {hub_order: {id: id}}, satellites: [sat_order]}
                """,
                "m.yaml");
        TableFacts before = Facts.with("/columns/memo", COLUMN.formatted(3, true, false));
        TableFacts now = Facts.with(renamedNote("memo", 2), "/columns/third", COLUMN.formatted(3, true, false));

        assertThat(new ColumnDrift(model, model.source(ORDERS).orElseThrow(), before, now, Set.of())
                        .changes(ColumnDriftTest::type))
                .containsExactly(new Renamed(ORDERS, "memo", "third"), new Renamed(ORDERS, "note", "memo"));
    }

    @Test
    void columnComesWhenThePublicationBeginsToSendIt() {
        TableFacts before = Facts.with("/columns/color", COLUMN.formatted(3, false, false));

        assertThat(changes(before, Facts.with("/columns/color", COLUMN.formatted(3, true, false))))
                .containsExactly(new Added(ORDERS, "color", "sat_order", "color", "type of color"));
    }

    @Test
    void rowsHaveValuesOfANewColumnAfterARewrite() {
        TableFacts now = Facts.with(Facts.with("/columns/color", COLUMN.formatted(3, true, false)), "/file", "\"9\"");
        ColumnDrift drift = drift(Facts.well(), now, Set.of());

        assertThat(drift.filled(drift.changes(ColumnDriftTest::type))).containsExactly("color");
    }

    @Test
    void columnOfATableThatIsGoneIsFollowed() {
        TableFacts gone = Facts.with(Facts.with("/oid", "null"), "/columns", "null");
        ColumnDrift drift = drift(Facts.well(), gone, Set.of("flash"));

        assertThat(drift.changes(ColumnDriftTest::type))
                .containsExactly(new Added(ORDERS, "flash", "sat_order", "flash", "text"));
    }

    @Test
    void keyIsNotDroppedButIsMissing() {
        TableFacts without = Facts.with("/columns", "{\"note\": " + COLUMN.formatted(2, true, false) + "}");

        assertThat(changes(Facts.well(), without)).isEmpty();
    }

    private static TableFacts renamedNote(String name, int number) {
        return Facts.with(
                "/columns",
                "{\"id\": " + COLUMN.formatted(1, true, false) + ", \"" + name + "\": "
                        + COLUMN.formatted(number, true, false) + "}");
    }

    private static List<ColumnChange> changes(TableFacts before, TableFacts now) {
        return drift(before, now, Set.of()).changes(ColumnDriftTest::type);
    }

    private static ColumnDrift drift(TableFacts before, TableFacts now, Set<String> came) {
        return new ColumnDrift(MODEL, MODEL.source(ORDERS).orElseThrow(), before, now, came);
    }

    private static String type(TableName table, String column) {
        return "type of " + column;
    }
}
