package io.cdcvault.road;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The tables of an old enterprise system: a hundred of them, with names that grew, and one that the connector refuses.
 * The same ones at each call.
 */
final class UglyErp {

    private static final int TABLES = 100;

    /** Tables whose names differ in case alone, or in nothing that a topic's name can hold. */
    private static final List<String> ALIKE =
            List.of("public.lager", "public.\"Lager\"", "public.\"LAGER\"", "public.\"'lager'\"", "public.\"lager.1\"");

    private static final List<String> WORDS = List.of(
            "Kunde",
            "ARTIKEL",
            "bel.kopf",
            "Bel\"Pos",
            "sta tus",
            "Größe",
            "заказ",
            "顧客",
            "load_dts",
            "hub_x",
            "sat_y",
            "lnk_z",
            "ref_q",
            "order",
            "user",
            "select",
            "X$1",
            "__",
            "null",
            "true",
            "1st",
            "a as b",
            "c of d",
            "{e}",
            "f: g",
            "#h",
            "i,j",
            "'k'",
            "l::m",
            "n(1)",
            "Straße",
            "id");
    private static final List<String> TYPES = List.of(
            "integer",
            "bigint",
            "text",
            "varchar(20)",
            "numeric(12,3)",
            "date",
            "timestamp(3)",
            "timestamptz",
            "boolean",
            "char(3)",
            "uuid",
            "jsonb",
            "bytea",
            "text[]",
            "int4range",
            "time(0) with time zone",
            "interval day to second(2)",
            "\"char\"",
            "bit varying(5)",
            "money");
    private static final List<String> ENDINGS = List.of("", "_id", "ID", " no", "_hk", "_status", ".", "²");

    private final Random random = new Random(7);
    private final List<String> tables = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    private UglyErp() {}

    /** Statements that create the tables. */
    static List<String> statements() {
        UglyErp erp = new UglyErp();
        erp.statements.add("create schema \"E.R.P\"");
        for (int number = 0; number < TABLES - ALIKE.size(); number++) {
            erp.addTable(number);
        }
        ALIKE.forEach(name -> erp.statements.add(
                "create table " + name + " (\"'ID\" bigint primary key, \"v`\" text, \"\"\"w\" integer)"));
        erp.statements.add("create table public.\"two spellings\" (id bigint primary key, \"Name\" text, name text)");
        return erp.statements;
    }

    private void addTable(int number) {
        String schema = number % 3 == 0 ? "\"E.R.P\"" : "public";
        String name = schema + "." + quoted(cut(word() + (random.nextBoolean() ? "_" : "") + word(), number));
        List<String> columns = new ArrayList<>();
        String key = quoted(number % 5 == 0 ? "id" : cut(word() + ending(), 0));
        String keyType = pick(List.of("integer", "bigint", "varchar(20)", "uuid", "text"));
        columns.add(key + " " + keyType + " primary key");
        List<String> taken = new ArrayList<>(List.of(key.toLowerCase(Locale.ROOT)));
        int wanted = number % 17 == 0 ? 45 : 2 + random.nextInt(9);
        for (int column = 0; column < wanted; column++) {
            String called = quoted(cut(word() + ending(), random.nextInt(4) == 0 ? 60 : column));
            if (!taken.contains(called.toLowerCase(Locale.ROOT))) {
                taken.add(called.toLowerCase(Locale.ROOT));
                columns.add(called + " " + column(column));
            }
        }
        statements.add("create table " + name + " (" + String.join(", ", columns) + ")");
        tables.add(name + "\n" + key + "\n" + keyType);
    }

    /** Every third refers to a table before. */
    private String column(int number) {
        if (number % 3 != 0 || tables.isEmpty()) {
            return pick(TYPES) + (random.nextInt(5) == 0 ? " not null" + unique() : "");
        }
        String[] target = pick(tables).split("\n", -1);
        return target[2] + " references " + target[0] + " (" + target[1] + ")";
    }

    private String unique() {
        return random.nextBoolean() ? " unique" : "";
    }

    /** To the longest that PostgreSQL takes, for some. */
    private static String cut(String name, int number) {
        String grown = number % 20 == 7 || number == 60
                ? name + "_very_long_name_of_a_table_or_column_that_grew_and_grew"
                : name;
        String numbered = number == 0 ? grown : number + grown;
        int end = numbered.length();
        while (numbered.substring(0, end).getBytes(StandardCharsets.UTF_8).length > 63) {
            end--;
        }
        return numbered.substring(0, end);
    }

    private String word() {
        return pick(WORDS);
    }

    private String ending() {
        return pick(ENDINGS);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
