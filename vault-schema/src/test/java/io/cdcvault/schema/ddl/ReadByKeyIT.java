package io.cdcvault.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.hash.SessionSettings;
import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.servers.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for one key touches that key's rows, and not the vault's. */
@TestInstance(Lifecycle.PER_CLASS)
class ReadByKeyIT {

    private static final String MODEL =
            """
            model: people
            vault: {schema: people, record_source: crm}
            hubs:
              hub_person:  {business_key: {person_id: integer}}
              hub_company: {business_key: {company_no: text}}
              hub_price: {business_key: {amount: "numeric(10,2)", since: timestamptz, code: char(5), note: text}}
            links:
              lnk_works_for: {hubs: {person: hub_person, company: hub_company}, driving: [person]}
            satellites:
              sat_person: {of: hub_person, attributes: {name: text}}
              sat_phone: {of: hub_person, child_key: {kind: text}, attributes: {phone: text}}
            sources:
              crm.persons:
                hubs: {hub_person: {person_id: id}, hub_company: {company_no: company_no}}
                links: [lnk_works_for]
                satellites: [sat_person]
              crm.phones: {hubs: {hub_person: {person_id: person_id}}, satellites: [sat_phone]}
              crm.prices: {hubs: {hub_price: {amount: amount, since: since, code: code, note: note}}}
            """;

    /** Three versions of each of 20,000 people, who work for 2,000 companies. */
    private static final String ROWS =
            """
            insert into people.hub_person select people.hub_person_hk(i), i, '2020-01-01Z', 'crm'
              from generate_series(1, 20000) i;
            insert into people.hub_company select people.hub_company_hk('c' || i), 'c' || i, '2020-01-01Z', 'crm'
              from generate_series(0, 1999) i;
            insert into people.sts_person select person_hk, load_dts, 'C', '0/1' from people.hub_person;
            insert into people.sat_person
              select person_hk, load_dts + v * interval '1 day', '\\x', 'crm', ('0/' || v + 1)::pg_lsn, 'name ' || v
              from people.hub_person, generate_series(0, 2) v;
            insert into people.sat_phone
              select person_hk, kind, load_dts + v * interval '1 day', '\\x', 'crm', ('0/' || v + 1)::pg_lsn, true, v
              from people.hub_person, generate_series(0, 2) v, unnest('{home,work}'::text[]) kind;
            insert into people.lnk_works_for
              select sha256(person_hk), person_hk, people.hub_company_hk('c' || person_id % 2000), load_dts, 'crm'
              from people.hub_person;
            insert into people.eff_works_for
              select works_for_hk, load_dts + v * interval '1 day', v <> 1, person_hk, ('0/' || v + 1)::pg_lsn
              from people.lnk_works_for, generate_series(0, 2) v;
            analyze;
            """;

    /** Ten people work for a company, and each has six versions of phones. */
    private static final long FEW = 100;

    private PostgresServer server;
    private Connection connection;
    private DSLContext dsl;

    @BeforeAll
    void connect() throws SQLException {
        server = PostgresServer.temporary();
        connection = server.connect();
        dsl = DSL.using(connection, SQLDialect.POSTGRES);
        VaultModel model = ModelReader.read(MODEL, "people.yaml");
        VaultDdl.queries(model).forEach(dsl::execute);
        connection.createStatement().execute(ROWS);
    }

    @AfterAll
    void disconnect() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "people.hub_person where person_id = 7",
                "people.hub_company where company_no = 'c7'",
                "people.sat_person_current where person_hk = people.hub_person_hk(7)",
                "people.sat_phone_current where person_hk = people.hub_person_hk(7)",
                "people.hub_person join people.sat_person_current using (person_hk) where person_id = 7",
                "people.hub_person join people.sat_phone_current using (person_hk) where person_id in (7, 8)",
                "people.sat_person_history where person_hk = people.hub_person_hk(7)",
                "people.hub_person join people.sat_person_as_of(timestamptz '2020-01-02 12:00Z') using (person_hk)"
                        + " where person_id = 7",
                "people.hub_person join people.sat_person_as_of(pg_lsn '0/2') using (person_hk) where person_id = 7",
                "people.lnk_works_for_current where person_hk = people.hub_person_hk(7)",
                "people.lnk_works_for_as_of(timestamptz '2020-01-01 12:00Z') where person_hk = people.hub_person_hk(7)",
                "people.hub_company join people.lnk_works_for_current using (company_hk)"
                        + " join people.sat_person_current using (person_hk) where company_no = 'c7'",
                "people.hub_company join people.lnk_works_for_as_of(pg_lsn '0/3') using (company_hk)"
                        + " join people.sat_phone_as_of(pg_lsn '0/3') using (person_hk) where company_no = 'c7'"
            })
    void nothingElseIsRead(String rows) throws Exception {
        String plan = text("explain (analyze, format json) select * from " + rows);
        JsonNode root = new ObjectMapper().readTree(plan).path(0).path("Plan");

        assertThat(root.path("Actual Rows").asLong()).as(rows).isPositive();
        assertThat(mostRowsOfANode(root)).as(plan).isLessThan(FEW);
    }

    @Test
    void whatIsReadOfAllKeysIsRight() {
        assertThat(text("select count(*) || ' ' || min(name) from people.sat_person_current"))
                .isEqualTo("20000 name 2");
        assertThat(text("select count(*) || ' ' || max(name) from people.sat_person_as_of(pg_lsn '0/2')"))
                .isEqualTo("20000 name 1");
        assertThat(text("select count(*) || ' ' || min(phone) from people.sat_phone_current"))
                .isEqualTo("40000 2");
        assertThat(text("select count(*)::text from people.lnk_works_for_current"))
                .isEqualTo("20000");
        assertThat(text("select count(*)::text from people.lnk_works_for_as_of(pg_lsn '0/2')"))
                .isEqualTo("0");
    }

    @Test
    void hashKeyOfABusinessKeyIsTheRecipesInEverySession() throws SQLException {
        String values = "12.5, timestamptz '2020-01-01 12:00Z', 'ab', null";
        String expected;
        try (Connection pinned = server.connect()) {
            DSLContext session = DSL.using(pinned, SQLDialect.POSTGRES);
            SessionSettings.statements().forEach(session::execute);
            Field<?> key = HashRecipe.named("automate-dv", HashAlgorithm.MD5)
                    .key(List.of(
                            DSL.field("12.5::numeric(10,2)"),
                            DSL.field("timestamptz '2020-01-01 12:00Z'"),
                            DSL.field("'ab'::char(5)"),
                            DSL.field("null::text")));
            expected = session.select(key.cast(SQLDataType.CLOB)).fetchSingle().value1();
        }
        try (Connection odd = server.connect()) {
            DSLContext session = DSL.using(odd, SQLDialect.POSTGRES);
            session.execute("set TimeZone = 'Asia/Tokyo'");
            session.execute("set DateStyle = 'ISO, DMY'");

            assertThat(session.fetchSingle("select people.hub_price_hk(" + values + ")::text")
                            .get(0))
                    .isEqualTo(expected);
            assertThat(session.fetchSingle("show TimeZone").get(0)).isEqualTo("Asia/Tokyo");
        }
    }

    /** Rows that a node gave or threw away, in all its loops. */
    private static long mostRowsOfANode(JsonNode node) {
        double perLoop = node.path("Actual Rows").asDouble()
                + node.path("Rows Removed by Filter").asDouble();
        long below = StreamSupport.stream(node.path("Plans").spliterator(), false)
                .mapToLong(ReadByKeyIT::mostRowsOfANode)
                .max()
                .orElse(0);
        return Math.max(below, Math.round(perLoop * node.path("Actual Loops").asDouble()));
    }

    private String text(String sql) {
        return String.valueOf(dsl.fetchSingle(sql).get(0, String.class));
    }
}
