package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.Satellite;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReaderTest {

    /** A person with phones and an employer; edits of it make the broken models. */
    private static final String PEOPLE =
            """
            model: people
            vault: {schema: dv, hash: {recipe: automate-dv, algorithm: sha256}, record_source: crm}
            hubs:
              hub_person:  {business_key: {person_id: integer}}
              hub_company: {business_key: {country: char(2), company_no: text}}
            links:
              lnk_person_works_for_company:
                hubs: {person: hub_person, company: hub_company}
                driving: [person]
            satellites:
              sat_person: {of: hub_person, attributes: {name: text, born: date}}
              sat_person_phone: {of: hub_person, child_key: {kind: text}, attributes: {phone: text}}
              sat_person_photo: {of: hub_person, attributes: {photo: bytea}}
            sources:
              crm.persons:
                hubs:
                  hub_person: {person_id: id}
                  hub_company: {country: company_country, company_no: company_no}
                links: [lnk_person_works_for_company]
                satellites: {sat_person: {born: birth_date}}
              crm.phones:
                record_source: phone book
                hubs: {hub_person: {person_id: person_id}}
                satellites: [sat_person_phone]
              crm.photos:
                row: sat_person_photo
                hubs: {hub_person: {person_id: person_id}}
                satellites: [sat_person_photo]
            """;

    private final VaultModel people = ModelReader.read(PEOPLE, "people.yaml");

    @Test
    void settingsAreRead() {
        assertThat(people.settings().schema()).isEqualTo("dv");
        assertThat(people.settings().algorithm()).isEqualTo(HashAlgorithm.SHA256);
        assertThat(people.settings().foreignKeys()).isFalse();
    }

    @Test
    void attributesComeFromColumnsOfTheirNameUnlessRenamed() {
        SourceTable persons = people.sources().get(0);
        assertThat(persons.satellites().get(0).columns()).isEqualTo(Map.of("name", "name", "born", "birth_date"));
    }

    @Test
    void aRowOfAMultiActiveTableIsOneOfManyOfItsParent() {
        SourceTable phones = people.sources().get(1);
        assertThat(phones.row()).isEqualTo("sat_person_phone");
        assertThat(phones.recordSource()).isEqualTo("phone book");
        assertThat(phones.satellites().get(0).columns().keySet()).containsExactly("kind", "phone");
    }

    @Test
    void satellitesWhoseRowsEndBySayingSoAreKnown() {
        assertThat(people.satellites().stream().filter(people::hasOwnLife).map(Satellite::name))
                .containsExactly("sat_person_phone", "sat_person_photo");
    }

    @Test
    void everyProblemIsReportedAtOnceWithItsLineAndTheNearestName() {
        String broken = PEOPLE.replace("company: hub_company}", "company: hub_compani}")
                .replace("{sat_person: {born:", "{sat_person: {borne:")
                .replace("record_source: phone book", "recordsource: phone book");
        assertThat(problems(broken))
                .containsExactly(
                        new ModelProblem(8, "Unknown hub hub_compani", java.util.Optional.of("hub_company")),
                        new ModelProblem(20, "Unknown column borne", java.util.Optional.of("born")),
                        new ModelProblem(22, "Unknown key recordsource", java.util.Optional.of("record_source")));
    }

    @Test
    void theMessageListsTheProblems() {
        ModelProblemsException refused =
                refused(PEOPLE.replace("sat_person: {of: hub_person", "sat_person: {of: hub_persn"));
        assertThat(refused)
                .hasMessage("The model people.yaml has 1 problem:\n"
                        + "  line 11: Unknown hub or link hub_persn; did you mean hub_person?");
    }

    private static List<ModelProblem> problems(String yaml) {
        return refused(yaml).problems();
    }

    private static ModelProblemsException refused(String yaml) {
        ModelProblemsException refused =
                catchThrowableOfType(ModelProblemsException.class, () -> ModelReader.read(yaml, "people.yaml"));
        return java.util.Objects.requireNonNull(refused);
    }

    @Test
    void linkHasOneTableThatDecidesAndOthersThatMentionIt() {
        VaultModel model = ModelReader.read(MENTIONED.formatted("mentions"), "m.yaml");

        SourceTable passes = model.source(new TableName("public", "passes")).orElseThrow();
        assertThat(passes.row()).isEqualTo("sat_pass");
        assertThat(passes.drivenLinks()).isEmpty();
        assertThat(passes.links()).extracting(SourceTable.LinkFeed::link).containsExactly("lnk_segment");
        assertThat(model.hasOwnLife(model.satellite("sat_pass"))).isTrue();
    }

    @Test
    void linkOfTwoTablesNamesTheWayOut() {
        assertThatThrownBy(() -> ModelReader.read(MENTIONED.formatted("links"), "m.yaml"))
                .hasMessageContaining("lnk_segment is fed by public.segments and public.passes")
                .hasMessageContaining("expected mentions: [lnk_segment] instead of links");
    }

    @Test
    void linkThatIsOnlyMentionedHasNoLifeButTheSatellitesAboutIt() {
        VaultModel model = ModelReader.read(RELATED, "m.yaml");

        assertThat(model.source(new TableName("public", "relations"))
                        .orElseThrow()
                        .row())
                .isEqualTo("sat_relation");
        assertThat(model.linksWithEffectivity()).isEmpty();
        assertThat(VaultTables.of(model))
                .extracting(TableShape::name)
                .containsExactly("hub_issue", "lnk_relation", "sat_relation", "sat_vip");
        assertThat(String.join("\n", VaultDdl.statements(model)))
                .contains("\"sat_relation_current\"")
                .doesNotContain("lnk_relation_current")
                .doesNotContain("is_live");
    }

    @Test
    void satelliteOfARowMayHaveNoAttributes() {
        VaultModel model = ModelReader.read(RELATED, "m.yaml");

        assertThat(model.satellite("sat_relation").attributes()).isEmpty();
        assertThat(model.satellite("sat_vip").attributes()).isEmpty();
        assertThat(model.hasOwnLife(model.satellite("sat_vip"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row: sat_vip, | '' | line 9: sat_vip has no attributes, expected one or more, or row: sat_vip in the source",
                "target: hub_issue} | target: hub_issue}, driving: [source] | line 6: lnk_relation has driving roles, but"
                        + " public.relations only mentions it, expected no driving",
                "sat_relation: {of: lnk_relation | sat_relation: {of: hub_issue | line 6: public.relations only mentions"
                        + " lnk_relation, so that nothing says when it is open, expected links: [lnk_relation]",
                "child_key: {kind: text} | child_key: {} | line 8: Expected at least one column",
            })
    void whatSaysNothingIsRefused(String old, String replacement, String problem) {
        String changed = RELATED.replace(old, replacement);

        assertThat(changed).isNotEqualTo(RELATED);
        assertThatThrownBy(() -> ModelReader.read(changed, "m.yaml")).hasMessageContaining(problem);
    }

    private static final String RELATED =
            """
            model: m
            vault: {record_source: m}
            hubs:
              hub_issue: {business_key: {id: integer}}
            links:
              lnk_relation: {hubs: {source: hub_issue, target: hub_issue}}
            satellites:
              sat_relation: {of: lnk_relation, child_key: {kind: text}, attributes: {}}
              sat_vip: {of: hub_issue, attributes: {}}
            sources:
              public.relations:
                hubs: {hub_issue as source: {id: source_id}, hub_issue as target: {id: target_id}}
                mentions: [lnk_relation]
                satellites: [sat_relation]
              public.vips: {row: sat_vip, hubs: {hub_issue: {id: id}}, satellites: [sat_vip]}
            """;

    private static final String MENTIONED =
            """
            model: m
            vault: {record_source: m}
            hubs:
              hub_ticket: {business_key: {ticket: text}}
              hub_flight: {business_key: {flight: integer}}
            links:
              lnk_segment: {hubs: {ticket: hub_ticket, flight: hub_flight}}
            satellites:
              sat_segment: {of: lnk_segment, attributes: {price: numeric}}
              sat_pass: {of: lnk_segment, attributes: {seat: text}}
            sources:
              public.segments:
                hubs: {hub_ticket: {ticket: ticket}, hub_flight: {flight: flight}}
                links: [lnk_segment]
                satellites: [sat_segment]
              public.passes:
                hubs: {hub_ticket: {ticket: ticket}, hub_flight: {flight: flight}}
                %s: [lnk_segment]
                satellites: [sat_pass]
            """;
}
