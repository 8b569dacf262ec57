package io.cdcvault.road;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source of another encoding, whose values the vault holds in its own way: other spellings, types and names. */
record LatinSource(Installation installation) {

    /** What a loader would have made of it; the row with the key {@code b} waits. */
    static final String VAULT =
            """
            insert into zoo.hub_animal values (decode(md5('GMI'), 'hex'), 'gmi', now(), 'zoo');
            insert into zoo.sts_animal values (decode(md5('GMI'), 'hex'), now(), 'C', '0/1');
            insert into zoo.sat_animal (animal_hk, load_dts, hash_diff, rec_src, src_lsn, legs, name)
            values (decode(md5('GMI'), 'hex'), now(), decode(md5(upper('4||Müller')), 'hex'), 'zoo', '0/1', 4, 'Müller');
            insert into zoo.hub_member values (decode(md5('1'), 'hex'), 1, now(), 'zoo');
            insert into zoo.sts_member values (decode(md5('1'), 'hex'), now(), 'C', '0/1');
            insert into zoo.hub_club values (decode(md5('2'), 'hex'), 2, now(), 'zoo');
            insert into zoo.lnk_member
            values (decode(md5('1||2'), 'hex'), decode(md5('1'), 'hex'), decode(md5('2'), 'hex'), now(), 'zoo');
            insert into zoo.eff_member values (decode(md5('1||2'), 'hex'), now(), true, decode(md5('1'), 'hex'), '0/1');
            insert into cdc_vault.dead_letter (feed, vault_schema, source_schema, source_table, row_key, operation,
              place, reason, transaction_number, lsn, load_date)
            values ('test', 'zoo', 'public', 'animal', '{"code":"b"}', 'CREATE', 'test', 'test', 1, '0/1', now())""";

    private static final String MODEL =
            """
            model: zoo
            vault: {schema: zoo, hash: automate-dv, record_source: zoo}
            hubs:
              hub_animal: {business_key: {code: text}}
              hub_member: {business_key: {id: integer}}
              hub_club:   {business_key: {club: integer}}
            links:
              lnk_member: {hubs: {who: hub_member, club: hub_club}, driving: [who]}
            satellites:
              sat_animal: {of: hub_animal, attributes: {legs: integer, name: text}}
            sources:
              public.animal:
                hubs: {hub_animal: {code: code}}
                satellites: [sat_animal]
              public.member:
                hubs: {hub_member: {id: id}, hub_club: {club: club}}
                links: [lnk_member]
            """;

    private static final List<String> SOURCE = List.of(
            "create table animal (code text primary key, legs text, name text)",
            "create table dog (breed text) inherits (animal)",
            "insert into animal values ('GMI ', '4', 'Müller'), ('b', 'n/a', 'é')",
            "insert into dog values ('rex', '4', 'Rex', 'boxer')",
            "create table member (id int primary key, club int)",
            "insert into member values (1, 2)");

    static LatinSource create(LocalStack stack, Path configuration) throws Exception {
        execute(
                stack.master().jdbcUrl(),
                stack.master().user(),
                List.of("create database latin encoding 'LATIN1' template template0 locale 'C'"));
        String url = stack.master().jdbcUrl().replaceFirst("/[^/?]*($|\\?)", "/latin$1");
        execute(url, stack.master().user(), SOURCE);
        Path model = Files.writeString(stack.directory().resolve("zoo.yaml"), MODEL);
        Installation installation = Installation.of(SettingsReader.read(
                Optional.of(configuration), Map.of("cdc-vault.model", model.toString(), "cdc-vault.source.url", url)));
        try (Warehouse warehouse = Warehouse.connect(installation.settings())) {
            warehouse.createMissing(installation.model());
        }
        return new LatinSource(installation);
    }

    private static void execute(String url, String user, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
