package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names that a natural model runs into: what it says of the source gives way to what the vault makes. */
final class YieldingColumnsTest {

    private static final String MODEL =
            """
            model: staff
            vault: {hash: exact, record_source: staff}
            hubs:
              hub_person: {business_key: {person_hk: integer, name: text}}
            links:
              lnk_boss: {hubs: {person: hub_person, boss: hub_person}, driving: [person]}
            satellites:
              sat_person:
                of: hub_person
                attributes: {load_dts: date, status: text, is_live: boolean, is_active: boolean, person_load_dts: text}
              sat_boss: {of: lnk_boss, attributes: {hash_diff: text, boss_hk: text}}
              sat_badge:
                of: hub_person
                child_key: {is_active: text}
                attributes: {no: text}
            sources:
              s.person:
                row: hub_person
                hubs:
                  hub_person: {person_hk: id, name: name}
                  hub_person as boss: {person_hk: boss_id, name: boss_name}
                links: {lnk_boss: {person: hub_person, boss: boss}}
                satellites: {sat_person: {}, sat_boss: {hash_diff: digest}}
              s.badge:
                hubs: {hub_person: {person_hk: id, name: name}}
                satellites: {sat_badge: {is_active: kind}}
            """;

    @Test
    void keysAndAttributesHaveTheirTablesNameInFront() {
        VaultModel model = ModelReader.read(MODEL, "staff.yaml");

        assertThat(columns(model, "hub_person"))
                .containsExactly("person_hk", "person_person_hk", "name", "load_dts", "rec_src");
        assertThat(columns(model, "sat_person"))
                .contains("person_load_dts_2", "status", "person_is_live", "is_active", "person_load_dts");
        assertThat(columns(model, "sat_badge")).contains("is_active", "badge_is_active", "no");
        assertThat(model.source(new TableName("s", "person")).orElseThrow().satellites())
                .extracting("columns")
                .containsExactly(
                        Map.of(
                                "person_load_dts_2", "load_dts",
                                "status", "status",
                                "person_is_live", "is_live",
                                "is_active", "is_active",
                                "person_load_dts", "person_load_dts"),
                        Map.of("boss_hash_diff", "digest", "boss_hk", "boss_hk"));
    }

    @Test
    void linkThatIsCalledLikeARoleHasItsWholeNameInItsKey() {
        VaultModel model = ModelReader.read(MODEL, "staff.yaml");

        assertThat(columns(model, "lnk_boss"))
                .containsExactly("lnk_boss_hk", "person_hk", "boss_hk", "load_dts", "rec_src");
        assertThat(columns(model, "eff_boss")).startsWith("lnk_boss_hk");
        assertThat(columns(model, "sat_boss")).contains("lnk_boss_hk", "boss_hash_diff", "boss_hk");
    }

    @Test
    void whatNamingTemplatesMakeTwiceIsRefused() {
        assertThatThrownBy(() -> ModelReader.read(
                        MODEL.replace("hubs:\n  hub_person", "naming: {role_key: load_dts}\nhubs:\n  hub_person"),
                        "staff.yaml"))
                .isInstanceOf(ModelProblemsException.class)
                .hasMessageContaining("The column load_dts of lnk_boss would be there twice, expected another name or"
                        + " another naming template");
    }

    /** Its values may be in the column already, and would be taken for lives. */
    @Test
    void attributeThatIsCalledLikeALifeIsRefusedOfASatelliteThatIsARow() {
        assertThatThrownBy(() -> ModelReader.read(
                        MODEL.replace(
                                        "attributes: {no: text}",
                                        "attributes: {no: text}\n  sat_note: {of: hub_person, attributes: {is_active: text}}")
                                .replace(
                                        "  s.badge:\n",
                                        "  s.note:\n    row: sat_note\n    hubs: {hub_person: {person_hk: id, name: name}}\n"
                                                + "    satellites: [sat_note]\n  s.badge:\n"),
                        "staff.yaml"))
                .hasMessageContaining("The column is_active of sat_note would be there twice");
    }

    /** Of what stands in a file, lines are still known. */
    @Test
    void problemsKeepTheirLines() {
        assertThatThrownBy(() -> ModelReader.read(MODEL.replace("boss: boss}", "boss: bos}"), "staff.yaml"))
                .hasMessageContaining("line 22: ");
        assertThatThrownBy(() -> ModelReader.read(
                        MODEL.replace(
                                "  s.badge:\n", "  s.gone:\n    hubs: {hub_person: {person_hk: id}}\n  s.badge:\n"),
                        "staff.yaml"))
                .hasMessageContaining("line 25: Missing the source column of hub_person.name");
    }

    private static List<String> columns(VaultModel model, String table) {
        return VaultTables.of(model).stream()
                .filter(shape -> shape.name().equals(table))
                .findFirst()
                .map(TableShape::columnNames)
                .orElseThrow();
    }
}
