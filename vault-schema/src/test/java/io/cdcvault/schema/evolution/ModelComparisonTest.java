package io.cdcvault.schema.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ModelComparison.Difference;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelComparisonTest {

    private static final String MODEL =
            """
            model: m
            vault: {record_source: m}
            hubs:
              hub_item: {business_key: {id: integer}}
              hub_label: {business_key: {code: text}}
            links:
              lnk_kind: {hubs: {item: hub_item, label: hub_label}, driving: [item]}
            satellites:
              sat_item: {of: hub_item, attributes: {v: text, w: text}}
            sources:
              public.item:
                hubs: {hub_item: {id: id}, hub_label: {code: kind}}
                links: [lnk_kind]
                satellites: {sat_item: {v: a, w: {sql: upper(b), columns: {b: text}}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "v: a| v: c| sat_item.v| a| c",
                "v: a| v: {value: x}| sat_item.v| a| 'x'",
                "upper(b)| lower(b)| sat_item.w| (upper(b))| (lower(b))",
                "code: kind| code: sort| hub_label.code| kind| sort",
                "record_source: m| record_source: n| record source| 'm'| 'n'",
                "public.item:| `public.item:\n    where: {sql: b > '', columns: {b: text}}`| where| all rows| (b > '')"
            })
    void whatATableSaysOtherwiseIsNamed(String written, String instead, String what, String before, String now) {
        assertThat(differences(MODEL.replace(written, instead)))
                .containsExactly(new Difference(new TableName("public", "item"), what, before, now));
    }

    @Test
    void whatTheTableFeedsNoMoreIsNamed() {
        assertThat(differences(MODEL.replace("    links: [lnk_kind]\n", "")
                        .replace(
                                "links:\n  lnk_kind: {hubs: {item: hub_item, label: hub_label}, driving: [item]}\n",
                                "")))
                .singleElement()
                .matches(Difference::isEnd);
    }

    @Test
    void whatIsMoreThanBeforeIsNoDifference() {
        assertThat(differences(MODEL)).isEmpty();
        assertThat(differences(MODEL.replace("w: text}}", "w: text, x: text}}").replace("{v: a,", "{v: a, x: c,")))
                .isEmpty();
    }

    /** A model that was written since calls a column as the source does. */
    @Test
    void columnThatTheSourceRenamedIsTheSame() {
        List<ColumnChange> changes = List.of(new Renamed(new TableName("public", "item"), "a", "c"));

        assertThat(ModelComparison.between(
                        Evolution.of(model(MODEL), changes),
                        Evolution.of(model(MODEL.replace("v: a", "v: c")), changes)))
                .isEmpty();
    }

    private static List<Difference> differences(String present) {
        return ModelComparison.between(model(MODEL), model(present));
    }

    private static VaultModel model(String text) {
        return ModelReader.read(text, "m.yaml");
    }
}
