package io.cdcvault.schema.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.ColumnHistory.FormerName;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EvolutionTest {

    private static final TableName ITEM = new TableName("public", "item");
    private static final TableName TAG = new TableName("public", "tag");

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: m
            vault: {record_source: m}
            hubs:
              hub_item: {business_key: {id: integer}}
              hub_label: {business_key: {code: text}}
            links:
              lnk_tag: {hubs: {item: hub_item, label: hub_label}}
            satellites:
              sat_item: {of: hub_item, attributes: {v: text}}
            sources:
              public.item: {hubs: {hub_item: {id: id}}, satellites: [sat_item], ignore: [noise]}
              public.tag:
                hubs: {hub_item: {id: item_id}, hub_label: {code: label}}
                links: [lnk_tag]
            """,
            "m.yaml");

    @Test
    void newColumnIsAnAttributeOfWhatDescribesTheRow() {
        Added added = Evolution.addition(MODEL, source(MODEL, ITEM), "color", "text");

        assertThat(added).isEqualTo(new Added(ITEM, "color", "sat_item", "color", "text"));
        VaultModel evolved = Evolution.of(MODEL, List.of(added));
        assertThat(evolved.satellite("sat_item").attributes())
                .containsExactly(new Column("v", "text"), new Column("color", "text"));
        assertThat(source(evolved, ITEM).satellites().get(0).columns()).containsEntry("color", "color");
        assertThat(source(evolved, ITEM).history().optional()).containsExactly("color");
    }

    @Test
    void satelliteWithoutAttributesThatIsTheRowGetsTheFirst() {
        VaultModel marks = ModelReader.read(
                """
                model: marks
                vault: {record_source: shop}
                hubs: {hub_item: {business_key: {id: integer}}}
                satellites: {sat_mark: {of: hub_item, attributes: {}}}
                sources:
                  public.item: {row: sat_mark, hubs: {hub_item: {id: id}}, satellites: [sat_mark]}
                """,
                "m.yaml");

        Added added = Evolution.addition(marks, source(marks, ITEM), "since", "date");

        assertThat(Evolution.of(marks, List.of(added)).satellite("sat_mark").attributes())
                .containsExactly(new Column("since", "date"));
    }

    @Test
    void columnThatBecomesWiderMakesAllThatItFeedsAsWide() {
        VaultModel evolved = Evolution.of(
                MODEL,
                List.of(
                        new Retyped(ITEM, "id", "integer", "bigint"),
                        new Added(ITEM, "size", "sat_item", "size", "smallint"),
                        new Retyped(ITEM, "size", "smallint", "integer"),
                        new Retyped(ITEM, "v", "varchar(5)", "varchar(9)")));

        assertThat(evolved.hub("hub_item").businessKey()).containsExactly(new Column("id", "bigint"));
        assertThat(evolved.satellite("sat_item").attributes())
                .containsExactly(new Column("v", "text"), new Column("size", "integer"));
    }

    @Test
    void columnThatTheModelMadeNarrowerThanTheSourceStaysSo() {
        assertThat(Evolution.of(MODEL, List.of(new Retyped(ITEM, "id", "bigint", "numeric"))))
                .isEqualTo(MODEL);
    }

    @Test
    void expressionTakesAColumnForWhatItIsWhereItMeansTheSame() {
        VaultModel computing = ModelReader.read(
                """
                model: computing
                vault: {record_source: shop}
                hubs: {hub_item: {business_key: {id: integer}}}
                satellites: {sat_item: {of: hub_item, attributes: {share: numeric}}}
                sources:
                  public.item:
                    hubs: {hub_item: {id: id}}
                    satellites:
                      sat_item: {share: {sql: a / b / c, columns: {a: integer, b: integer, c: "numeric(6,2)"}}}
                """,
                "m.yaml");

        VaultModel evolved = Evolution.of(
                computing,
                List.of(
                        new Retyped(ITEM, "a", "integer", "bigint"),
                        new Retyped(ITEM, "b", "integer", "numeric"),
                        new Retyped(ITEM, "c", "numeric(6,2)", "numeric(9,4)")));

        Computed.Expression share = (Computed.Expression)
                source(evolved, ITEM).computed().values().iterator().next();
        assertThat(share.arguments().values())
                .as("integers would be divided as other numbers are")
                .extracting(Computed.Argument::type)
                .containsExactly("bigint", "integer", "numeric");
    }

    @Test
    void columnBecomesATextWhereNoOtherTypeHoldsBoth() {
        VaultModel evolved = Evolution.of(MODEL, List.of(new Retyped(TAG, "item_id", "integer", "text")));

        assertThat(evolved.hub("hub_item").businessKey()).containsExactly(new Column("id", "text"));
    }

    @Test
    void tableWithoutASatelliteGetsOne() {
        Added added = Evolution.addition(MODEL, source(MODEL, TAG), "weight", "numeric(5,2)");

        assertThat(added.satellite()).isEqualTo("sat_tag");
        VaultModel evolved = Evolution.of(MODEL, List.of(added));
        assertThat(evolved.satellite("sat_tag").parent()).isEqualTo("lnk_tag");
        assertThat(source(evolved, TAG).satellites().get(0).parentRole()).isEqualTo("lnk_tag");
    }

    @Test
    void columnsCalledAsTheSatellitesOwnGiveWay() {
        assertThat(List.of("load_dts", "v", "hash_diff", "is_live", "load_end_dts"))
                .extracting(column -> Evolution.addition(MODEL, source(MODEL, ITEM), column, "text")
                        .attribute())
                .containsExactly("load_dts_2", "v_2", "hash_diff_2", "is_live_2", "load_end_dts_2");
        assertThat(List.of("load_dts", "tag_hk", "is_live", "weight"))
                .extracting(column -> Evolution.addition(MODEL, source(MODEL, TAG), column, "text")
                        .attribute())
                .containsExactly("load_dts_2", "tag_hk_2", "is_live_2", "weight");
    }

    @Test
    void whatTheModelSaysItselfStays() {
        List<ColumnChange> changes = List.of(
                new Added(ITEM, "v", "sat_item", "v_2", "text"),
                new Added(ITEM, "noise", "sat_item", "noise", "text"),
                new Added(new TableName("public", "gone"), "x", "sat_gone", "x", "text"));

        VaultModel evolved = Evolution.of(MODEL, changes);
        assertThat(evolved.satellites()).isEqualTo(MODEL.satellites());
        assertThat(source(evolved, ITEM).satellites())
                .isEqualTo(source(MODEL, ITEM).satellites());
        assertThat(source(evolved, ITEM).history().optional()).containsExactly("v");
    }

    @Test
    void renamedColumnFeedsTheSameAndIsFoundUnderEachNameThatItHad() {
        VaultModel evolved = Evolution.of(
                MODEL,
                List.of(
                        new Renamed(ITEM, "v", "words"),
                        new Added(ITEM, "v", "sat_item", "v_2", "integer"),
                        new Renamed(ITEM, "words", "text")));

        assertThat(source(evolved, ITEM).satellites().get(0).columns())
                .containsEntry("v", "text")
                .containsEntry("v_2", "v");
        assertThat(source(evolved, ITEM).history().formerNames())
                .containsExactly(
                        new FormerName("v", List.of("words", "text"), OptionalLong.empty()),
                        new FormerName("words", List.of("text"), OptionalLong.empty()));
    }

    /** Such as the one that {@code init} writes. */
    @Test
    void modelThatWasWrittenSinceIsNotRenamedAgain() {
        VaultModel written = ModelReader.read(
                """
                model: m
                vault: {record_source: m}
                hubs: {hub_item: {business_key: {id: integer}}}
                satellites: {sat_item: {of: hub_item, attributes: {v: text, v_2: integer}}}
                sources:
                  public.item: {hubs: {hub_item: {id: id}}, satellites: {sat_item: {v: words, v_2: v}}}
                """,
                "m.yaml");

        VaultModel evolved = Evolution.of(
                written, List.of(new Renamed(ITEM, "v", "words"), new Added(ITEM, "v", "sat_item", "v_2", "integer")));

        assertThat(source(evolved, ITEM).satellites().get(0).columns())
                .containsEntry("v", "words")
                .containsEntry("v_2", "v");
        assertThat(source(evolved, ITEM).history().optional()).containsExactly("v");
        assertThat(source(evolved, ITEM).history().formerNames())
                .containsExactly(new FormerName("v", List.of("words"), OptionalLong.empty()));
    }

    @Test
    void attributeThatTheModelFeedsFromAnotherColumnGivesWay() {
        VaultModel evolved = Evolution.of(MODEL, List.of(new Added(ITEM, "color", "sat_item", "v", "integer")));

        assertThat(evolved.satellite("sat_item").attributes())
                .containsExactly(new Column("v", "text"), new Column("color", "integer"));
        assertThat(source(evolved, ITEM).satellites().get(0).columns())
                .containsEntry("v", "v")
                .containsEntry("color", "color");
    }

    @Test
    void satelliteThatTheModelHasNoLongerIsNotMadeAgain() {
        VaultModel written = ModelReader.read(
                """
                model: m
                vault: {record_source: m}
                hubs: {hub_item: {business_key: {id: integer}}}
                satellites: {sat_item_part: {of: hub_item, child_key: {nr: integer}, attributes: {v: text}}}
                sources:
                  public.item: {hubs: {hub_item: {id: id}}, satellites: [sat_item_part]}
                """,
                "m.yaml");

        VaultModel evolved = Evolution.of(written, List.of(new Added(ITEM, "color", "sat_former", "color", "text")));

        assertThat(evolved.satellites()).hasSize(1);
        assertThat(evolved.satellite("sat_item_part").attributes()).contains(new Column("color", "text"));
        assertThat(evolved.satellite("sat_item_part").childKey()).hasSize(1);
    }

    @Test
    void droppedColumnMayBeMissing() {
        VaultModel evolved = Evolution.of(MODEL, List.of(new Dropped(ITEM, "v")));

        assertThat(evolved.satellites()).isEqualTo(MODEL.satellites());
        assertThat(source(evolved, ITEM).history().optional()).containsExactly("v");
    }

    @Test
    void keysAreNotDescriptive() {
        assertThat(Evolution.isDescriptive(MODEL, source(MODEL, ITEM), "v")).isTrue();
        assertThat(Evolution.isDescriptive(MODEL, source(MODEL, ITEM), "id")).isFalse();
        assertThat(Evolution.isDescriptive(MODEL, source(MODEL, ITEM), "noise")).isFalse();
    }

    private static SourceTable source(VaultModel model, TableName table) {
        return model.source(table).orElseThrow();
    }
}
