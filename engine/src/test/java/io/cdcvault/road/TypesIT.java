package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.hash.SessionSettings;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.servers.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A value in the vault is the source's value, of whatever type, from a snapshot and from the stream, through each feed.
 * Values are held against one another by the text that both servers write for them. The service logs in as a role whose
 * settings are the worst there are.
 */
final class TypesIT {

    private static final String MODEL =
            """
            model: kinds
            vault: {schema: vault, record_source: kinds, create_types: true}
            hubs:
              hub_kind:    {business_key: {id: integer, day: date}}
              hub_big:     {business_key: {id: integer}}
              hub_part:    {business_key: {id: integer}}
              hub_parent:  {business_key: {id: integer}}
              hub_child:   {business_key: {id: integer}}
              hub_member:  {business_key: {code: text}}
              hub_guest:   {business_key: {code: text}}
            satellites:
              sat_kind:    {of: hub_kind, attributes: {%s}}
              sat_big:     {of: hub_big, attributes: {numbers: 'integer[]', pairs: hstore, bytes: bytea, note: text}}
              sat_part:    {of: hub_part, attributes: {day: date, "Größe %%": text, a.b: text, select: text}}
              sat_parent:  {of: hub_parent, attributes: {v: text, twice: integer}}
              sat_child:   {of: hub_child, attributes: {v: text, w: text}}
              sat_member:  {of: hub_member, attributes: {id: integer, note: text}}
              sat_guest:   {of: hub_guest, attributes: {id: integer, note: text}}
            sources:
              '"Kinds"."every kind"': {hubs: {hub_kind: {id: id, day: day}}, satellites: [sat_kind]}
              '"Kinds".big':     {hubs: {hub_big: {id: id}}, satellites: [sat_big]}
              '"Kinds"."part ""%%"".ed"': {hubs: {hub_part: {id: id}}, satellites: [sat_part]}
              '"Kinds".parent':  {hubs: {hub_parent: {id: id}}, satellites: [sat_parent]}
              '"Kinds".child':   {hubs: {hub_child: {id: id}}, satellites: [sat_child]}
              '"Kinds".member':  {hubs: {hub_member: {code: code}}, satellites: [sat_member]}
              '"Kinds".guest':   {hubs: {hub_guest: {code: code}}, satellites: [sat_guest]}
            """;

    private static final List<String> TABLES = List.of(
            "create table " + Kinds.TABLE + " (id integer, day date, " + Kinds.columns() + ", primary key (id, day))",
            "alter table " + Kinds.TABLE + " replica identity full",
            "create table \"Kinds\".gone (like " + Kinds.TABLE + ")",
            "create table \"Kinds\".big (id integer primary key, numbers integer[], pairs hstore, bytes bytea, note"
                    + " text default 'by default')",
            """
            create table "Kinds"."part ""%"".ed" (id integer, day date, "Größe %" text, "a.b" text, "select" text,
              primary key (id, day)) partition by range (day)""",
            "create table \"Kinds\".early partition of \"Kinds\".\"part \"\"%\"\".ed\""
                    + " for values from (minvalue) to ('2024-01-01')",
            "create table \"Kinds\".late partition of \"Kinds\".\"part \"\"%\"\".ed\""
                    + " for values from ('2024-01-01') to (maxvalue)",
            "create table \"Kinds\".parent (id integer primary key, v text, twice integer generated always as (id * 2)"
                    + " stored)",
            "create table \"Kinds\".child (w text, primary key (id)) inherits (\"Kinds\".parent)",
            "create table \"Kinds\".member (id integer primary key, code text not null unique default 'x', note text)",
            "create table \"Kinds\".guest (id integer primary key, code text not null unique default 'x', note text)",
            "alter table \"Kinds\".guest replica identity full");

    private static final String PLACEHOLDER = "__debezium_unavailable_value";

    private static LocalStack stack;
    private static Path configuration;
    private static Path model;
    private static ServiceProcess throughKafka;
    private static ServiceProcess direct;

    @BeforeAll
    static void playTheHistory() throws Exception {
        stack = LocalStack.temporary();
        for (PostgresServer server : List.of(stack.master(), stack.dwh(), stack.presentation())) {
            // The presentation server has none: the service makes those that the model uses.
            if (server != stack.presentation()) {
                execute(server, Kinds.types());
            }
            execute(server, WorstRole.creation());
        }
        execute(stack.master(), TABLES);
        execute(stack.master(), beforeTheSnapshot());
        configuration = ServiceProcess.configuration(stack);
        model = Files.writeString(stack.directory().resolve("kinds.yaml"), MODEL.formatted(Kinds.attributes()));
        throughKafka = start(configuration, "run", "--set", "source.publication=kinds");
        direct = start(
                ServiceProcess.configurationWithoutKafka(stack),
                "run",
                "--set",
                "name=direct",
                "--set",
                "source.slot=direct",
                "--set",
                "source.publication=direct",
                "--set",
                "warehouse.url=" + stack.presentation().jdbcUrl());
        awaitEqual(throughKafka, stack.dwh());
        awaitEqual(direct, stack.presentation());
        execute(stack.master(), afterTheSnapshot());
        awaitEqual(throughKafka, stack.dwh());
        awaitEqual(direct, stack.presentation());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        try {
            assertThat(direct.terminate()).as(direct.output()).isZero();
        } finally {
            stack.close();
        }
    }

    @Test
    void valuesAreTheSourcesInEveryFeed() throws Exception {
        List<String> lines = tail();
        assertThat(throughKafka.terminate()).as(throughKafka.output()).isZero();
        assertSame(stack.dwh());
        assertSame(stack.presentation());

        execute(stack.dwh(), List.of("drop schema vault cascade", "drop schema cdc_vault cascade"));
        Path file = Files.write(stack.directory().resolve("kinds.jsonl"), lines);
        ServiceProcess load = start(configuration, "load", "--from", file.toString());

        assertThat(load.exitCode()).as(load.output()).isZero();
        assertSame(stack.dwh());
    }

    private static List<String> beforeTheSnapshot() {
        return List.of(
                Kinds.insert(1, "infinity", 0),
                Kinds.insert(2, "0044-03-15 BC", 1),
                Kinds.insert(3, "1582-10-10", 2),
                Kinds.insert(4, "2024-01-01", 9),
                "insert into \"Kinds\".big select 1, array_agg(i * 7919), hstore(array_agg(i::text),"
                        + " array_agg(md5(i::text))), decode(string_agg(md5(i::text), ''), 'hex'), null from"
                        + " generate_series(1, 3000) i",
                "insert into \"Kinds\".\"part \"\"%\"\".ed\" values (1, '2023-01-01', 'é', 'a', 'b'), (2,"
                        + " '2025-01-01', '', null, 'x')",
                "insert into \"Kinds\".parent values (1, 'parent')",
                "insert into \"Kinds\".child (id, v, w) values (2, 'child', 'w')",
                "insert into \"Kinds\".member values (1, 'a'), (2, 'b'), (3, 'c')",
                "insert into \"Kinds\".guest values (1, 'a'), (2, 'b')",
                placeholders(4));
    }

    private static List<String> afterTheSnapshot() {
        String gone = "insert into \"Kinds\".gone select * from " + Kinds.TABLE + " where id in (2, 12)";
        return List.of(
                Kinds.insert(11, "-infinity", 0),
                Kinds.insert(12, "4713-01-01 BC", 1),
                Kinds.insert(13, "5874897-12-31", 2),
                Kinds.insert(14, "1970-01-01", 9),
                Kinds.update(1, 1),
                Kinds.update(3, 0),
                Kinds.update(4, 2),
                Kinds.update(13, 9),
                gone,
                "delete from " + Kinds.TABLE + " where id in (2, 12)",
                "update \"Kinds\".big set note = 'touched'",
                "update \"Kinds\".big set note = null",
                "insert into \"Kinds\".big values (2, '{}', '', '', null)",
                "update \"Kinds\".\"part \"\"%\"\".ed\" set day = '2024-06-01', \"a.b\" = 'moved' where id = 1",
                "delete from \"Kinds\".\"part \"\"%\"\".ed\" where id = 2",
                "insert into \"Kinds\".\"part \"\"%\"\".ed\" values (3, '-infinity', 'ü', null, '')",
                "update \"Kinds\".parent set v = 'both'",
                "update \"Kinds\".parent set id = 7 where id = 1",
                "update \"Kinds\".child set w = null",
                "delete from \"Kinds\".member where id = 1",
                "update \"Kinds\".member set id = 22 where id = 2",
                "insert into \"Kinds\".member values (4, 'd')",
                "delete from \"Kinds\".member where id = 4",
                "update \"Kinds\".guest set code = 'another' where id = 1",
                placeholders(5),
                "update \"Kinds\".big set note = '" + PLACEHOLDER + "' where id = 1",
                "update \"Kinds\".big set bytes = '" + PLACEHOLDER + "' where id = 1",
                Kinds.update(11, 3),
                "insert into \"Kinds\".member values (6, '" + PLACEHOLDER + "', 'key')",
                "update \"Kinds\".member set note = '" + PLACEHOLDER + "' where id = 6",
                "update \"Kinds\".guest set code = '" + PLACEHOLDER + "' where id = 2");
    }

    /** A row whose values are what the connector writes by default for a value that it does not know. */
    private static String placeholders(int id) {
        return "insert into \"Kinds\".big values (" + id + ", null, '" + PLACEHOLDER + "=>" + PLACEHOLDER + "', '"
                + PLACEHOLDER + "', '" + PLACEHOLDER + "')";
    }

    private static ServiceProcess start(Path configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", "model=" + model));
        all.addAll(List.of("--set", "source.user=" + WorstRole.NAME, "--set", "warehouse.user=" + WorstRole.NAME));
        return ServiceProcess.start(configuration, all.toArray(String[]::new));
    }

    private static void awaitEqual(ServiceProcess service, PostgresServer warehouse) throws Exception {
        if (!Await.within(Duration.ofMinutes(2), () -> !service.isAlive() || isSame(warehouse))) {
            assertSame(warehouse);
        }
        assertThat(service.isAlive()).as(service.output()).isTrue();
    }

    private static boolean isSame(PostgresServer warehouse) {
        try {
            for (Comparison each : Comparison.ALL) {
                if (!rows(stack.master(), each.inSource()).equals(rows(warehouse, each.inVault()))) {
                    return false;
                }
            }
            return true;
        } catch (SQLException e) {
            // Before the first load there is no vault.
            return false;
        }
    }

    private static void assertSame(PostgresServer warehouse) throws SQLException {
        for (Comparison each : Comparison.ALL) {
            assertThat(rows(warehouse, each.inVault()))
                    .as(each.inVault())
                    .isEqualTo(rows(stack.master(), each.inSource()));
        }
    }

    /** Two queries that must have the same answer. */
    private record Comparison(String inSource, String inVault) {

        private static final String KINDS = "id, day, " + Kinds.names();

        static final List<Comparison> ALL = List.of(
                new Comparison("select " + KINDS + " from " + Kinds.TABLE + " order by id", of("kind", KINDS, "")),
                new Comparison("select " + KINDS + " from \"Kinds\".gone order by id", of("kind", KINDS, "not ")),
                live("\"Kinds\".big", "big", "id, numbers, pairs, bytes, note"),
                live("\"Kinds\".\"part \"\"%\"\".ed\"", "part", "id, day, \"Größe %\", \"a.b\", \"select\""),
                live("only \"Kinds\".parent", "parent", "id, v, twice"),
                live("\"Kinds\".child", "child", "id, v, w"),
                live("\"Kinds\".member", "member", "code, id, note"),
                live("\"Kinds\".guest", "guest", "code, id, note"));

        private static Comparison live(String table, String entity, String columns) {
            return new Comparison("select " + columns + " from " + table + " order by id", of(entity, columns, ""));
        }

        private static String of(String entity, String columns, String not) {
            return "select " + columns + " from vault.sat_" + entity + "_current join vault.hub_" + entity + " using ("
                    + entity + "_hk) where " + not + "is_live order by id";
        }
    }

    private static List<String> tail() {
        try (ServiceProcess tail = start(configuration, "tail", "--json", "--from-beginning")) {
            long events = Long.parseLong(query("select events::text from cdc_vault.feed_position"));
            Await.until("the tail to print every event", Duration.ofSeconds(60), () -> {
                List<String> printed = envelopes(tail);
                long rows = printed.stream()
                        .filter(line -> line.contains("\"op\":"))
                        .count();
                return rows == events && printed.get(printed.size() - 1).contains("\"END\"");
            });
            return envelopes(tail);
        }
    }

    private static List<String> envelopes(ServiceProcess tail) {
        return tail.output().lines().filter(line -> line.startsWith("{")).toList();
    }

    private static String query(String sql) {
        try {
            return rows(stack.dwh(), sql).get(0).get(0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(PostgresServer server, List<String> statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<List<String>> rows(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String setting : SessionSettings.statements()) {
                statement.execute(setting);
            }
            return texts(statement, sql);
        }
    }

    private static List<List<String>> texts(Statement statement, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
