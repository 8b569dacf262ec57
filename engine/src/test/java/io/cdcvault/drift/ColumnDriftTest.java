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
