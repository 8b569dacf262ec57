package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a table is published, with the statement that helps, and that the statement does. */
@ExtendWith(LocalStackExtension.class)
final class PublishingIT {

    private static final String MODEL =
            """
            model: refusals
            vault: {record_source: refusals}
            hubs:
              hub_row: {business_key: {%s}}
            satellites:
              sat_row: {of: hub_row, attributes: {note: text}}
            sources:
              public.%s:
                hubs: {hub_row: {%s}}
                satellites: [sat_row]
            """;

    private static PostgresServer master;

    @BeforeAll
    static void createTheDatabase(LocalStack stack) throws SQLException {
        master = stack.master();
        master.createDatabase("refusals");
        execute("drop role if exists reader", "create role reader login replication");
    }

    @BeforeEach
    void dropWhatOthersLeft() throws SQLException {
        execute(
                "drop publication if exists refusals",
                "drop schema public cascade",
                "create schema public",
                "grant usage on schema public to reader",
                "alter role reader nobypassrls");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create table t (id int primary key deferrable, note text) | a deferrable primary key is none",
                "create table t (id int not null unique, note text) | has no usable replica identity",
                "create table t (id int, note text) | has no usable replica identity",
                "create table t (id int primary key, note text); alter table t replica identity nothing"
                        + " | has no usable replica identity",
                "create unlogged table t (id int primary key, note text) | is unlogged",
                "create table t (id int primary key, note text); revoke all on t from reader | cannot be read by reader",
                "create table t (id int primary key, note text); alter table t enable row level security;"
                        + " create policy p on t for select to reader using (id > 1) | has row-level security",
                "create table t (line int primary key, id int, note text); alter table t replica identity full | is not unique at the source",
                "create table t (id int primary key, note text) partition by range (id);"
                        + " create table part partition of t default; alter table part replica identity nothing"
                        + " | has a partition without a usable replica identity, part",
                "create table t (id int primary key, note text) partition by range (id);"
                        + " create unlogged table part partition of t default | has an unlogged partition",
            })
    void tableThatCannotBeCapturedRightIsNotPublished(String tables, String reason) throws SQLException {
        execute(tables, "grant select on all tables in schema public to reader");
        if (tables.contains("revoke")) {
            execute("revoke all on t from reader");
        }

        assertRefused(reason);

        assertThat(publications()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for table t where (id > 1) | is published with a row filter",
                "for table t (id) | is published without note",
                "for table t with (publish = 'insert, update') | is published without some of insert, update, delete",
                "for table other | is not in the publication refusals",
                "for table split | is not in the publication refusals",
                "for table t where (id > 1) with (publish = 'insert') | is published with a row filter",
            })
    void tableIsRefusedWhosePublicationLeavesOutPartOfIt(String publication, String reason) throws SQLException {
        execute(
                "create table t (id int primary key, note text)",
                "create table other (id int primary key)",
                "create table split (id int primary key, note text) partition by range (id)",
                "create table half partition of split default",
                "grant select on all tables in schema public to reader",
                "create publication refusals " + publication);

        assertRefused(reason);
    }

    @Test
    void tableWithAVirtualColumnThatTheModelMapsIsNotPublished() throws SQLException {
        execute(
                "create table t (id int primary key, note text generated always as ('x') virtual)",
                "grant select on all tables in schema public to reader");

        assertThatThrownBy(() -> prepare(installation()))
                .hasMessageContaining(
                        "has the generated column note, which the model maps and this server does not send")
                .hasMessageContaining("or make it a stored one");
        assertThat(publications()).isEmpty();
    }

    @Test
    void partitionedTableIsRefusedWhosePartitionsArePublishedUnderTheirOwnNames() throws SQLException {
        execute(
                "create table t (id int primary key, note text) partition by range (id)",
                "create table half partition of t default",
                "grant select on all tables in schema public to reader",
                "create publication refusals for table t");

        assertRefused("sends changes under the partitions' names");
    }

    @Test
    void publicationForAllTablesIsGivenWhatItLacksAndNoTableOfItsOwn() throws SQLException {
        execute(
                "create table t (id int primary key, note text) partition by range (id)",
                "create table half partition of t default",
                "grant select on all tables in schema public to reader",
                "create publication refusals for all tables");

        assertRefused("sends changes under the partitions' names");
        execute(
                "drop table t",
                "create unlogged table t (id int primary key, note text)",
                "grant select on t to reader");
        assertRefused("is unlogged");
    }

    /** Topics of both could not be created, and no capture would begin. */
    @Test
    void tableBesideTheModelWhoseTopicIsTakenIsNotCaptured() throws SQLException {
        execute(
                "create table t_a (id int primary key, note text)",
                "create table \"t.a\" (id int primary key)",
                "create table beside (id int primary key)",
                "create publication refusals for all tables");

        assertThat(captured(Map.of())).containsExactly("public.t_a", "public.beside", "public.t.a");
        assertThat(captured(Map.of("cdc-vault.kafka.bootstrap-servers", "kafka:9092")))
                .containsExactly("public.t_a", "public.beside");
        assertThat(captured(Map.of(
                        "cdc-vault.kafka.bootstrap-servers", "kafka:9092",
                        "cdc-vault.kafka.topics.\"public.t.a\"", "other")))
                .containsExactly("public.t_a", "public.beside", "public.t.a");
    }

    private static List<String> captured(Map<String, String> set) {
        Map<String, String> flags = new HashMap<>(set);
        flags.put("cdc-vault.source.publication", "refusals");
        Installation installation = new Installation(
                with(flags).settings(),
                ModelReader.read(MODEL.formatted("id: integer", "t_a", "id: id"), "refusals.yaml"));
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "test")) {
            return new Publishing(installation, source, Time.system())
                    .tables().stream().map(String::valueOf).toList();
        }
    }

    /** PostgreSQL logs no table that refers to an unlogged one. */
    @Test
    void everyProblemOfATableIsNamedAtOnceInTheOrderInWhichTheRemediesWork() throws SQLException {
        execute(
                "create unlogged table regions (id int primary key)",
                "create unlogged table shops (id int primary key, region int references regions)",
                "create unlogged table t (id int unique, note text, shop int references shops,"
                        + " region int references regions)",
                "alter table t alter id set not null",
                "alter table t enable row level security",
                "create table other (id int primary key)",
                "create publication refusals for table other");

        List<String> reasons = assertRefused("is unlogged");

        assertThat(reasons)
                .map(reason -> reason.replaceFirst("[:,(;].*", ""))
                .containsExactly(
                        "public.t is unlogged",
                        "public.t has no usable replica identity",
                        "public.t cannot be read by reader",
                        "public.t has row-level security",
                        "public.t is not in the publication refusals");
    }

    /** PostgreSQL cannot rename a slot, nor stream what was committed before a publication was created. */
    @Test
    void installationThatBeganWithTheFormerNamesKeepsThemAndANewOneGetsItsOwn() throws SQLException {
        Installation byDefault = with(Map.of());
        assertThat(names(byDefault)).isEqualTo("cdc_vault_refusals, cdc_vault_refusals");

        execute("select pg_create_logical_replication_slot('cdc_vault', 'pgoutput')", "create publication cdc_vault");
        try {
            assertThat(names(byDefault)).isEqualTo("cdc_vault, cdc_vault");
            assertThat(names(with(Map.of("cdc-vault.source.slot", "own")))).isEqualTo("own, cdc_vault_refusals");
            assertThat(names(with(Map.of("cdc-vault.source.slot", "cdc_vault"))))
                    .isEqualTo("cdc_vault, cdc_vault");
            assertThat(names(with(Map.of("cdc-vault.source.url", master.jdbcUrl("postgres")))))
                    .as("of another database of the same server")
                    .isEqualTo("cdc_vault_refusals, cdc_vault_refusals");
            execute("create publication cdc_vault_refusals");
            assertThat(names(byDefault)).isEqualTo("cdc_vault_refusals, cdc_vault_refusals");
        } finally {
            execute(
                    "select pg_drop_replication_slot('cdc_vault')",
                    "drop publication cdc_vault",
                    "drop publication if exists cdc_vault_refusals");
        }
    }

    @Test
    void slotOfAnotherDatabaseIsRefusedWithAnOptionAndIsNeverToBeDropped() throws SQLException {
        execute("select pg_create_logical_replication_slot('elsewhere', 'pgoutput')");
        Settings settings = with(Map.of(
                        "cdc-vault.source.url", master.jdbcUrl("postgres"), "cdc-vault.source.slot", "elsewhere"))
                .settings();
        try (SourceDatabase source = SourceDatabase.connect(settings, "test")) {
            SlotCheck check = new SlotCheck("elsewhere", source.slot());

            assertThatThrownBy(() -> check.requireOurs(Optional.empty()))
                    .hasMessageContaining("is of database refusals")
                    .hasMessageContaining("--set source.slot=elsewhere_2")
                    .hasMessageNotContaining("drop");
        } finally {
            execute("select pg_drop_replication_slot('elsewhere')");
        }
    }

    @Test
    void identityWithoutAUniqueKeyIsRefusedEvenIfItIsNotNullAndAKeyOfMoreColumnsIsEnough() throws SQLException {
        execute(
                "create table lines (line_id bigserial primary key, order_no text not null, sku text not null, note text)",
                "grant select on all tables in schema public to reader");
        Installation byOrder = installation("order_no: text, sku: text", "lines", "order_no: order_no, sku: sku");
        Installation byLine =
                installation("line_id: bigint, order_no: text", "lines", "line_id: line_id, order_no: order_no");

        execute("alter table lines replica identity full");

        assertThatThrownBy(() -> prepare(byOrder))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("public.lines", "(order_no, sku)")
                .hasMessageContaining("identify the row by line_id too");
        assertThatCode(() -> prepare(byLine)).doesNotThrowAnyException();
    }

    /** PostgreSQL logs of such an update the identity alone, so nobody could tell which row had the former key. */
    @Test
    void rowsAreRefusedThatCannotBeFollowedWhenWhatTheModelKnowsThemByChanges() throws SQLException {
        execute(
                "create table t (id int primary key, code text not null unique, note text)",
                "grant select on all tables in schema public to reader");
        Installation byCode = installation("code: text", "t", "code: code");

        assertThatThrownBy(() -> prepare(byCode))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("distinguishes by (id) and the model by (code)")
                .hasMessageContaining("replica identity full, or let the model map id");
        execute("alter table t replica identity full");
        assertThatCode(() -> prepare(byCode)).doesNotThrowAnyException();
    }

    @Test
    void deferrableKeyIdentifiesARowOfTheModelThoughItIsNoReplicaIdentity() throws SQLException {
        execute(
                "create table t (id int primary key deferrable, note text)",
                "alter table t replica identity full",
                "grant select on all tables in schema public to reader");

        assertThatCode(() -> prepare(installation())).doesNotThrowAnyException();
    }

    /** What the message says to run makes the refused table one that is captured. */
    private static List<String> assertRefused(String reason) throws SQLException {
        CdcVaultException refusal = catchThrowableOfType(CdcVaultException.class, () -> prepare(installation()));
        assertThat(refusal.kind()).isEqualTo(FailureKind.SOURCE_NOT_READY);
        assertThat(refusal).hasMessageContaining("public.t").hasMessageContaining(reason);
        List<String> problems = String.valueOf(refusal.getMessage()).lines().toList();
        for (String problem : problems) {
            execute(problem.split("; run: ", 2)[1].split(", or let ", 2)[0]);
        }
        assertThatCode(() -> prepare(installation()))
                .as(String.valueOf(refusal.getMessage()))
                .doesNotThrowAnyException();
        return problems;
    }

    private static void prepare(Installation installation) {
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "test")) {
            Publishing publishing = new Publishing(installation, source, Time.system());
            if (!source.publicationExists()) {
                // The service may not create it as this role: what it checks before is what is tested.
                publishing.requireReady();
            } else {
                publishing.prepare();
            }
        }
    }

    private static Installation installation() {
        return installation("id: integer", "t", "id: id");
    }

    /** With the default names, unless others are set. */
    private static Installation with(Map<String, String> set) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "cdc-vault.name", "refusals",
                "cdc-vault.model", "unused",
                "cdc-vault.source.url", master.jdbcUrl("refusals"),
                "cdc-vault.source.user", "reader",
                "cdc-vault.warehouse.url", "unused",
                "cdc-vault.warehouse.user", "unused"));
        flags.putAll(set);
        return new Installation(
                SettingsReader.read(Optional.empty(), flags),
                ModelReader.read(MODEL.formatted("id: integer", "t", "id: id"), "refusals.yaml"));
    }

    private static String names(Installation installation) {
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "test")) {
            Settings.Source inForce = source.settings().source();
            return inForce.slot() + ", " + inForce.publication();
        }
    }

    private static Installation installation(String key, String table, String columns) {
        Settings settings =
                with(Map.of("cdc-vault.source.publication", "refusals")).settings();
        return new Installation(settings, ModelReader.read(MODEL.formatted(key, table, columns), "refusals.yaml"));
    }

    private static List<String> publications() throws SQLException {
        try (Connection connection = master.connect("refusals");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pubname from pg_publication")) {
            return row.next() ? List.of(row.getString(1)) : List.of();
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = master.connect("refusals");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
