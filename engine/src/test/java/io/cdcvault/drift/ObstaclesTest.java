package io.cdcvault.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObstaclesTest {

    private static final Obstacles OBSTACLES = new Obstacles("vault", "cdc", List.of(Facts.TABLE.name()), 160_000);
    private static final Obstacles LATER = new Obstacles("vault", "cdc", List.of(Facts.TABLE.name()), 180_000);

    @Test
    void tableThatIsPublishedAsItShouldBeHasNone() {
        assertThat(OBSTACLES.of(Facts.TABLE, Facts.well())).isEmpty();
        assertThat(OBSTACLES.of(Facts.TABLE, Facts.partitioned())).isEmpty();
    }

    @Test
    void columnWhoseNameStandsInQuotesIsNamedThoughTheModelDoesNotMapIt() {
        TableFacts facts = Facts.with("/columns/'k'", "{\"number\": 9, \"generated\": \"\", \"published\": true}");

        assertThat(OBSTACLES.of(Facts.TABLE, facts)).singleElement().satisfies(obstacle -> {
            assertThat(obstacle.reason()).startsWith("has the column 'k', whose name stands in quotes");
            assertThat(obstacle.remedy()).isEqualTo("alter table \"public\".\"orders\" rename column \"'k'\" to \"k\"");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/oid | null | does not exist on the master | take it out of the model | true",
                "/kind | \"v\" | is no table | take it out of the model | true",
                "/persistence | \"u\" | is unlogged | alter table \"public\".\"orders\" set logged | true",
                "/identity | \"n\" | has no usable replica identity | alter table \"public\".\"orders\" replica identity full | false",
                "/readable | false | cannot be read by cdc | grant select on table \"public\".\"orders\" to \"cdc\" | false",
                "/hidden | true | has row-level security | alter role \"cdc\" bypassrls | false",
                "/publication/version | null | the publication vault does not exist | create publication \"vault\" | true",
                "/publication/whole | false | without some of insert | set (publish = 'insert, update, delete, truncate') | true",
                "/filter | \"id > 3\" | with a row filter | alter publication \"vault\" drop table only \"public\".\"orders\" | true",
                "/columns/note/published | false | is published without note | add table only \"public\".\"orders\" | true",
                "/columns | {} | has no column id, note | add the column, or change the model | true"
            })
    void eachIsNamedWithItsRemedy(String path, String json, String reason, String remedy, boolean losesChanges) {
        TableFacts facts = Facts.with(path.strip(), json);

        List<Obstacle> found = OBSTACLES.of(Facts.TABLE, facts);

        assertThat(found).anySatisfy(obstacle -> {
            assertThat(obstacle.reason()).contains(reason);
            assertThat(obstacle.remedy()).contains(remedy);
            assertThat(obstacle.losesChanges()).isEqualTo(losesChanges);
        });
    }

    @Test
    void tableThatIsNotInThePublicationIsAdded() {
        TableFacts facts = Facts.with(Facts.with("/published", "false"), "/membership", "null");

        assertThat(OBSTACLES.of(Facts.TABLE, facts)).singleElement().satisfies(obstacle -> assertThat(obstacle.remedy())
                .isEqualTo("alter publication \"vault\" add table only \"public\".\"orders\""));
        assertThat(OBSTACLES.before(Facts.TABLE, facts)).isEmpty();
    }

    @Test
    void rowsThatTheModelTakesForOneAreRefusedWhereTheSourceHasAnotherKey() {
        TableFacts facts = Facts.with(
                "/keys",
                "[{\"columns\": [\"note\"], \"nullable\": false, \"immediate\": true, \"primary\": true, \"identity\": false}]");

        assertThat(OBSTACLES.rows(Facts.TABLE, facts)).anySatisfy(obstacle -> {
            assertThat(obstacle.reason())
                    .contains("the model distinguishes by (id), which is not unique at the source");
            assertThat(obstacle.remedy()).startsWith("alter table \"public\".\"orders\" add unique (\"id\")");
        });
        assertThat(OBSTACLES.rows(Facts.TABLE, facts)).anySatisfy(obstacle -> assertThat(obstacle.reason())
                .contains("the log distinguishes by (note) and the model by (id)"));
    }

    @Test
    void keyThatWasDroppedIsMissedOnlyWhereItWas() {
        TableFacts none = Facts.with(Facts.with("/keys", "[]"), "/identity", "\"f\"");

        assertThat(OBSTACLES.rows(Facts.TABLE, none)).isEmpty();
        assertThat(OBSTACLES.rows(Facts.TABLE, none.rememberedAsUniqueBy(List.of("id"))))
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.reason()).contains("no longer unique"));
    }

    @Test
    void deferrableKeyIdentifiesNothing() {
        TableFacts facts = Facts.with(
                "/keys",
                "[{\"columns\": [\"id\"], \"nullable\": false,"
                        + " \"immediate\": false, \"primary\": true, \"identity\": false}]");

        assertThat(OBSTACLES.before(Facts.TABLE, facts))
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.reason()).contains("a deferrable primary key is none"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/publication/via_root | false | under the partitions' names",
                "/partitions/16600/persistence | \"u\" | has an unlogged partition",
                "/partitions/16600/identified | false | has a partition without a usable replica identity, public.orders_1"
            })
    void partitionsAreLookedAtToo(String path, String json, String reason) {
        TableFacts facts = Facts.with(Facts.partitioned(), path.strip(), json);

        assertThat(OBSTACLES.of(Facts.TABLE, facts)).singleElement().satisfies(obstacle -> assertThat(obstacle.reason())
                .contains(reason));
    }

    @Test
    void storedGeneratedColumnsArePublishedFromPostgres18On() {
        TableFacts facts = generated("s");

        assertThat(OBSTACLES.of(Facts.TABLE, facts)).singleElement().satisfies(obstacle -> assertThat(obstacle.remedy())
                .startsWith("take the column out of the model")
                .contains("or move the source to PostgreSQL 18"));
        assertThat(LATER.of(Facts.TABLE, facts)).singleElement().satisfies(obstacle -> assertThat(obstacle.remedy())
                .isEqualTo("alter publication \"vault\" set (publish_generated_columns = stored)"));
    }

    @Test
    void generatedColumnThatIsNeverSentIsRefusedBeforeItsTableIsPublished() {
        assertThat(OBSTACLES.before(Facts.TABLE, generated("s"))).hasSize(1);
        assertThat(LATER.before(Facts.TABLE, generated("s"))).isEmpty();
        assertThat(LATER.before(Facts.TABLE, generated("v")))
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.remedy()).contains("or make it a stored one"));
    }

    private static TableFacts generated(String kind) {
        return Facts.with(
                Facts.with("/columns/note/generated", "\"" + kind + "\""), "/columns/note/published", "false");
    }
}
