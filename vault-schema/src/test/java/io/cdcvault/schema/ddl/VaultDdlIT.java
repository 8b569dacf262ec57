package io.cdcvault.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.servers.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class VaultDdlIT {

    private static final String PEOPLE =
            """
            model: people
            vault: {schema: people, record_source: crm, foreign_keys: true}
            hubs:
              hub_person:  {business_key: {person_id: integer}}
              hub_company: {business_key: {company_no: text}}
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
            """;

    private static final String ODD =
            """
            model: odd
            vault: {schema: "select", record_source: "it's"}
            hubs:
              "hub_Größe": {business_key: {order: int, "with \\"quotes\\"": text}}
              user: {business_key: {"日本語": text}}
            links:
              "Lnk.with.dots": {hubs: {from: "hub_Größe", to: user}, driving: [from]}
            satellites:
              table: {of: "hub_Größe", attributes: {WHERE: text, "{0} ? :x": "numeric(12,2)[]", bits: bit(5)}}
            sources:
              '"odd.schema"."t ""x\"""':
                hubs: {"hub_Größe": {order: a, "with \\"quotes\\"": b}, user: {"日本語": c}}
                links: ["Lnk.with.dots"]
                satellites: [table]
            """;

    private static final String ROWS =
            """
            insert into people.hub_person values ('\\x01', 1, '2020-01-01Z', 'crm'), ('\\x02', 2, '2020-01-01Z', 'crm');
            insert into people.hub_company values ('\\x0a', 'A', '2020-01-01Z', 'crm'), ('\\x0b', 'B', '2020-01-01Z', 'crm');
            insert into people.sts_person values ('\\x01', '2020-01-01Z', 'C', '0/1'), ('\\x02', '2020-01-01Z', 'C', '0/1'),
              ('\\x02', '2020-01-03Z', 'D', '0/3');
            insert into people.sat_person values ('\\x01', '2020-01-01Z', '\\x', 'crm', '0/1', 'Ann'),
              ('\\x01', '2020-01-02Z', '\\x', 'crm', '0/2', 'Anna'), ('\\x02', '2020-01-01Z', '\\x', 'crm', '0/1', 'Bob');
            insert into people.lnk_works_for values ('\\x1a', '\\x01', '\\x0a', '2020-01-01Z', 'crm'),
              ('\\x1b', '\\x01', '\\x0b', '2020-01-02Z', 'crm');
            insert into people.eff_works_for values ('\\x1a', '2020-01-01Z', true, '\\x01', '0/1'),
              ('\\x1a', '2020-01-02Z', false, '\\x01', '0/2'), ('\\x1b', '2020-01-02Z', true, '\\x01', '0/2');
            """;

    private PostgresServer server;
    private Connection connection;
    private DSLContext dsl;

    @BeforeAll
    void connect() throws SQLException {
        server = PostgresServer.temporary();
        connection = server.connect();
        dsl = DSL.using(connection, SQLDialect.POSTGRES);
        create(ModelReader.read(PEOPLE, "people.yaml"));
        connection.createStatement().execute(ROWS);
    }

    @AfterAll
    void disconnect() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void aVaultCanBeCreatedAgain() {
        create(ShippedModels.bookings());
        create(ShippedModels.bookings());
        assertThat(texts("select count(*)::text from pg_tables where schemaname = 'vault'"))
                .containsExactly("36");
    }

    @Test
    void anyIdentifierAndTypeWorks() {
        VaultModel odd = ModelReader.read(ODD, "odd.yaml");
        create(odd);
        for (Table<?> table : VaultSchema.of(odd).getTables()) {
            assertThat(dsl.selectFrom(table).fetch()).isEmpty();
        }
        assertThat(texts("select format_type(atttypid, atttypmod) from pg_attribute where attname = '{0} ? :x'"))
                .contains("numeric(12,2)[]");
    }

    @Test
    void currentIsTheNewestVersionAndWhetherItLives() {
        assertThat(texts("select name || ' ' || is_live from people.sat_person_current order by name"))
                .containsExactly("Anna true", "Bob false");
    }

    @Test
    void historyTellsUntilWhen() {
        assertThat(texts("select name || ' ' || coalesce((load_end_dts at time zone 'UTC')::date::text, 'now')"
                        + " from people.sat_person_history where person_hk = '\\x01' order by load_dts"))
                .containsExactly("Ann 2020-01-02", "Anna now");
    }

    @Test
    void asOfIsCurrentAtThatMoment() {
        assertThat(
                        texts(
                                "select name || ' ' || is_live from people.sat_person_as_of(timestamptz '2020-01-01 12:00Z') order by name"))
                .containsExactly("Ann true", "Bob true");
        assertThat(texts("select name || ' ' || is_live from people.sat_person_as_of('0/3'::pg_lsn) order by name"))
                .containsExactly("Anna true", "Bob false");
    }

    @Test
    void currentLinksAreTheOpenOnes() {
        assertThat(texts("select company_hk::text from people.lnk_works_for_current"))
                .containsExactly("\\x0b");
        assertThat(texts("select company_hk::text from people.lnk_works_for_as_of('0/1'::pg_lsn)"))
                .containsExactly("\\x0a");
    }

    @Test
    void grownModelAddsColumnsAndKeepsWhatDependsOnTheViews() {
        create(ModelReader.read(PEOPLE.replace("people", "grown"), "grown.yaml"));
        dsl.execute("insert into grown.hub_person values ('\\x01', 1, '2020-01-01Z', 'crm')");
        dsl.execute("insert into grown.sat_person values ('\\x01', '2020-01-01Z', '\\x', 'crm', '0/1', 'Ann')");
        dsl.execute("create view grown.own as select name, is_live from grown.sat_person_current");
        dsl.execute("grant select on grown.sat_person_history to public");
        VaultModel more = ModelReader.read(
                PEOPLE.replace("people", "grown")
                        .replace("attributes: {name: text}", "attributes: {born: date, name: text, \"a b\": int}"),
                "grown.yaml");

        VaultDdl.statements(more, existing("grown")).forEach(dsl::execute);
        VaultDdl.statements(more, existing("grown")).forEach(dsl::execute);

        assertThat(existing("grown").of("sat_person_current")).endsWith("name", "is_live", "born", "a b");
        assertThat(existing("grown").of("sat_person_history")).endsWith("name", "load_end_dts", "born", "a b");
        assertThat(texts("select name || coalesce(born::text, ' unknown') from grown.sat_person_as_of('0/1'::pg_lsn)"))
                .containsExactly("Ann unknown");
        assertThat(texts("select name from grown.own")).containsExactly("Ann");
        assertThat(texts("select has_table_privilege('pg_monitor', 'grown.sat_person_history', 'select')::text"))
                .containsExactly("true");
    }

    /** Its table is in the model no more; another one mentions it. */
    @Test
    void whetherALinkIsOpenThatNoTableDecidesAboutAnyMoreIsNotKnown() {
        String model =
                """
                model: lost
                vault: {schema: lost, record_source: crm}
                hubs:
                  hub_person: {business_key: {person_id: integer}}
                links:
                  lnk_praised: {hubs: {person: hub_person, boss: hub_person}}
                satellites:
                  sat_praise: {of: lnk_praised, child_key: {word: text}, attributes: {}}
                sources:
                  crm.praises:
                    hubs: {hub_person as person: {person_id: id}, hub_person as boss: {person_id: boss}}
                    mentions: [lnk_praised]
                    satellites: [sat_praise]
                """;
        String bosses =
                """
                  crm.bosses:
                    row: lnk_praised
                    hubs: {hub_person as person: {person_id: id}, hub_person as boss: {person_id: boss}}
                    links: [lnk_praised]
                """;
        create(ModelReader.read(model + bosses, "lost.yaml"));
        dsl.execute("create view lost.own as select is_live from lost.sat_praise_current");
        dsl.execute("insert into lost.sat_praise values ('\\x01', 'a', '2020-01-01Z', '\\x', 'crm', '0/1', true)");

        VaultDdl.statements(ModelReader.read(model, "lost.yaml"), existing("lost"))
                .forEach(dsl::execute);

        assertThat(texts(
                        "select word || is_active || coalesce(is_live::text, ' unknown') from lost.sat_praise_current"))
                .containsExactly("atrue unknown");
        assertThat(texts(
                        "select word || coalesce(is_live::text, ' unknown') from lost.sat_praise_as_of('0/1'::pg_lsn)"))
                .containsExactly("a unknown");
        assertThat(texts("select coalesce(is_live::text, 'unknown') from lost.own"))
                .containsExactly("unknown");
        create(ModelReader.read(model.replace("lost", "fresh"), "fresh.yaml"));
        assertThat(existing("fresh").of("sat_praise_current")).doesNotContain("is_live");
        assertThat(existing("fresh").has("lnk_praised_current")).isFalse();
        assertThat(existing("fresh").has("eff_praised")).isFalse();
    }

    /** A start over a vault of thousands of tables must not make them again one by one. */
    @Test
    void whatIsThereIsNotMadeAgainAndWhatWasDroppedIs() {
        VaultModel model = ModelReader.read(PEOPLE.replace("people", "settled"), "settled.yaml");
        create(model);

        assertThat(VaultDdl.statements(model, existing("settled"))).hasSize(1);

        dsl.execute("drop view settled.sat_person_current cascade");
        dsl.execute("drop function settled.hub_person_hk");
        dsl.execute("drop index settled.lnk_works_for_company_hk_idx");
        dsl.execute("create or replace function settled.lnk_works_for_as_of(timestamptz) returns setof"
                + " settled.lnk_works_for_current language sql as 'select * from settled.lnk_works_for_current'");
        List<String> missing = VaultDdl.statements(model, existing("settled"));
        assertThat(missing)
                .hasSizeBetween(10, 15)
                .allMatch(sql -> sql.matches("(?s).*(sat_person_|hub_person_hk|lnk_works_for_|schema if not).*"));
        missing.forEach(dsl::execute);
        assertThat(VaultDdl.statements(model, existing("settled"))).hasSize(1);
        // Another product's view is another text.
        VaultModel others =
                ModelReader.read(PEOPLE.replace("people", "settled") + "naming: {is_active: active}\n", "settled.yaml");
        assertThat(VaultDdl.statements(others, existing("settled")))
                .anyMatch(sql -> sql.contains("lnk_works_for_current"));
    }

    private ExistingColumns existing(String schema) {
        Map<String, List<String>> columns = new HashMap<>();
        dsl.fetch("select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
                        + " where c.relnamespace = '" + schema + "'::regnamespace and a.attnum > 0"
                        + " and c.relkind in ('r', 'v', 'i') order by 1, a.attnum")
                .forEach(row -> columns.computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                        .add(row.get(1, String.class)));
        Map<String, Set<String>> functions = new HashMap<>();
        dsl.fetch("select proname, prosrc from pg_proc where pronamespace = '" + schema + "'::regnamespace")
                .forEach(row -> functions
                        .computeIfAbsent(row.get(0, String.class), name -> new HashSet<>())
                        .add(row.get(1, String.class)));
        return new ExistingColumns(columns, functions);
    }

    private void create(VaultModel model) {
        VaultDdl.queries(model).forEach(dsl::execute);
    }

    private List<String> texts(String sql) {
        return dsl.resultQuery(sql).fetch(0, String.class);
    }
}
