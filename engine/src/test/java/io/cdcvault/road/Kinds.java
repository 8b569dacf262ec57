package io.cdcvault.road;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with a column of every type, and rows of values that are easily lost on the way. */
final class Kinds {

    static final String TABLE = "\"Kinds\".\"every kind\"";

    /** @param values as literals; a row for which there is none has NULL */
    private record Kind(String type, List<String> values) {}

    private static final List<Kind> ALL = List.of(
            kind("boolean", "true", "false"),
            kind("smallint", "-32768", "32767"),
            kind("integer", "-2147483648", "2147483647"),
            kind("bigint", "-9223372036854775808", "9223372036854775807"),
            kind("numeric", "NaN", "Infinity", "-Infinity"),
            kind("numeric", "1" + "0123456789".repeat(60) + "." + "9876543210".repeat(60) + "00", "1e-100", "0.000"),
            kind("numeric(10,2)", "-1.50", "99999999.99"),
            kind("real", "NaN", "1.17549435e-38", "-Infinity"),
            kind("double precision", "-0", "5e-324", "1.7976931348623157e308"),
            kind("money", "-92233720368547758.08", "1234.5"),
            kind("text", "", " Grüße, 世界 🚀\\\t\n\r\"'`", "__debezium", "__debezium_unavailable_value"),
            kind("varchar(20)", " a ", "null"),
            kind("char(5)", "ab", ""),
            kind("\"char\"", "q", ""),
            kind("name", "Some Name"),
            kind("bytea", "\\x00ff5c0a", "\\x"),
            kind("date", "infinity", "4713-01-01 BC", "5874897-12-31"),
            kind("date", "1582-10-10", "-infinity", "0001-12-31 BC"),
            kind("time", "24:00:00", "23:59:59.999999", "00:00"),
            kind("timetz", "24:00:00+15:59:59", "01:02:03.000004-07:30", "10:00+02"),
            kind("timestamp", "-infinity", "4713-11-24 00:00:00 BC", "294276-12-31 23:59:59.999999"),
            kind("timestamp", "294247-01-10 04:00:54.775807", "infinity", "1582-10-10 12:00:00.1"),
            kind("timestamp(3)", "2024-02-29 23:59:59.999", "0099-01-01 00:00:00"),
            kind("timestamptz", "infinity", "0044-03-15 12:00:00.000001+00 BC", "294276-12-31 23:59:59.999999+00"),
            kind("timestamptz", "-infinity", "1880-01-01 00:00:00+00", "1969-12-31 23:59:59.999999+00"),
            kind("interval", "infinity", "-178000000 years", "1 year -2 mons 3 days -04:05:06.789"),
            kind("interval", "2562047788:00:54.775807", "-infinity", "0"),
            kind("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
            kind("json", "{\"a\":1,  \"a\":2, \"ü\":\"\\u0041\"}", "null", "\"\"", "\"__debezium_unavailable_value\""),
            kind("jsonb", "{\"b\": [1.10, null], \"a\": {}}", "null", "[]", "\"__debezium_unavailable_value\""),
            kind("xml", "<a b=\"1\">é<!-- x --></a>", "text & more".replace("&", "&amp;")),
            kind("bit", "1", "0"),
            kind("bit(12)", "101010101111", "000000000001"),
            kind("varbit", "", "1", "0000000000000000000000000000000000000000000000000000000000000000001"),
            kind("inet", "10.1.2.3/8", "2001:db8::1", "::ffff:1.2.3.4/128"),
            kind("cidr", "10.0.0.0/8", "2001:db8::/32"),
            kind("macaddr", "08:00:2b:01:02:03"),
            kind("macaddr8", "08:00:2b:01:02:03:04:05"),
            kind("point", "(1.5,-2)", "(Infinity,NaN)", "(0.1,1e300)"),
            kind("line", "{1,2,3}", "{0,-1,0.5}"),
            kind("lseg", "[(1,2),(3,4)]"),
            kind("box", "(1,1),(0,0)", "(Infinity,2),(0.1,-1)"),
            kind("path", "[(1,2),(3,4)]", "((1,2),(3,4))"),
            kind("polygon", "((1,2),(3,4),(5,6))"),
            kind("circle", "<(1,2),3>", "<(0.1,1e-10),0>"),
            kind("tsvector", "'a':1A 'fat':2B,3 'it''s'", ""),
            kind("tsquery", "'fat' & ( 'rat' | !'cat':*B )"),
            kind("pg_lsn", "16/B374D848", "0/0"),
            kind("oid", "4294967295", "0"),
            kind("hstore", "a=>1, \"b \\\" c\"=>NULL, \"\"=>\"\"", ""),
            kind("citext", "CiTé", ""),
            kind("ltree", "Top.Science.Astronomy", ""),
            // Types of extensions that nothing here knows.
            kind("cube", "(1, -2),(3, 4e-7)", "()"),
            kind("isbn", "978-0-393-04002-9"),
            kind("seg", "1.50 .. 2", "~3.0"),
            kind("cube[]", "{\"(1, 2)\",NULL}"),
            kind("\"Kinds\".\"Mood\"", "sad", "Very \"happy\", indeed"),
            kind("\"Kinds\".pair", "(1,\"x, \"\"y\"\"\")", "(,)"),
            kind("\"Kinds\".pairs", "(\"{\"\"(1,\\\\\"\"x, y\\\\\"\")\"\",NULL}\",sad)", "(,)"),
            kind("\"Kinds\".pairs[]", "{\"({},sad)\",NULL}"),
            kind("\"Kinds\".positive", "5"),
            kind("\"Kinds\".zoned", "24:00:00+02:30:15", "10:00+02"),
            kind("\"Kinds\".numbers", "{{1,2},{3,NULL}}", "{}"),
            kind("\"Kinds\".happy", "Very \"happy\", indeed"),
            kind("\"Kinds\".happier", "Very \"happy\", indeed"),
            kind("\"Kinds\".happy[]", "{\"Very \\\"happy\\\", indeed\",NULL}"),
            kind("\"Kinds\".moods", "{sad,\"Very \\\"happy\\\", indeed\"}"),
            kind("\"Kinds\".rising", "(1,\"x, \"\"y\"\"\")"),
            kind("\"Kinds\".moodrange", "[sad,\"Very \\\"happy\\\", indeed\"]", "empty"),
            kind("\"Kinds\".some", "[1,5)", "empty"),
            kind("integer[]", "[0:1]={1,2}", "{{1,NULL},{3,4}}", "{}"),
            kind(
                    "text[]",
                    "{\"a,b\",NULL,\"\",\"NULL\",\"\\\"\\\\\"}",
                    "{{{x}}}",
                    "{}",
                    "{__debezium_unavailable_value}"),
            kind("numeric(6,2)[]", "{NaN,1.50,NULL}"),
            kind("date[]", "{infinity,\"0044-03-15 BC\"}"),
            kind("timestamptz[]", "{-infinity,\"2024-01-01 00:00:00+00\"}"),
            kind("interval[]", "{infinity,\"1 day\"}"),
            kind("boolean[]", "{t,f,NULL}"),
            kind("bytea[]", "{\"\\\\x00ff\"}"),
            kind("jsonb[]", "{\"{\\\"a\\\": 1}\",NULL}"),
            kind("\"Kinds\".\"Mood\"[]", "{sad,\"Very \\\"happy\\\", indeed\"}"),
            kind("\"Kinds\".pair[]", "{\"(1,a)\",NULL}"),
            kind("hstore[]", "{\"\\\"a\\\"=>\\\"1\\\"\"}"),
            kind("int4range", "empty", "[1,5)", "(,)"),
            kind("int8range", "[-9223372036854775808,0)"),
            kind("numrange", "[1.50,)", "(NaN,NaN]"),
            kind("daterange", "[-infinity,infinity]", "[\"0044-03-15 BC\",2024-01-01)"),
            kind("tsrange", "[\"2024-01-01 00:00:00\",infinity]"),
            kind("tstzrange", "[\"1880-01-01 00:00:00+00\",infinity)"),
            kind("int4multirange", "{[1,3),[5,7)}", "{}"),
            kind("datemultirange", "{[2024-01-01,2024-02-01),[2025-01-01,)}"));

    private Kinds() {}

    private static Kind kind(String type, String... values) {
        return new Kind(type, List.of(values));
    }

    /** What source and warehouses need before there can be such columns. */
    static List<String> types() {
        return List.of(
                "create schema \"Kinds\"",
                "create extension hstore",
                "create extension citext",
                "create extension ltree",
                "create extension cube",
                "create extension isn",
                "create extension seg",
                "create type \"Kinds\".\"Mood\" as enum ('sad', 'Very \"happy\", indeed')",
                "create type \"Kinds\".pair as (number integer, words text)",
                "create type \"Kinds\".pairs as (pairs \"Kinds\".pair[], mood \"Kinds\".\"Mood\")",
                "create domain \"Kinds\".positive as integer check (value > 0)",
                "create domain \"Kinds\".clock as timetz",
                "create domain \"Kinds\".zoned as \"Kinds\".clock",
                "create domain \"Kinds\".numbers as integer[]",
                "create domain \"Kinds\".happy as \"Kinds\".\"Mood\" check (value <> 'sad')",
                "create domain \"Kinds\".happier as \"Kinds\".happy",
                "create domain \"Kinds\".moods as \"Kinds\".\"Mood\"[]",
                "create domain \"Kinds\".rising as \"Kinds\".pair check ((value).number > 0)",
                "create type \"Kinds\".moodrange as range (subtype = \"Kinds\".\"Mood\")",
                "create domain \"Kinds\".some as int4range",
                "create type \"Kinds\".unlabelled as enum ()");
    }

    static String columns() {
        return join(i -> name(i) + " " + ALL.get(i).type());
    }

    /** The attributes of a satellite, as the model writes them. */
    static String attributes() {
        return join(i -> name(i) + ": '" + ALL.get(i).type() + "'");
    }

    static String names() {
        return join(Kinds::name);
    }

    static String insert(int id, String day, int variant) {
        return "insert into " + TABLE + " (id, day, " + names() + ") values (" + id + ", '" + day + "', "
                + join(i -> literal(i, variant)) + ")";
    }

    static String update(int id, int variant) {
        return "update " + TABLE + " set " + join(i -> name(i) + " = " + literal(i, variant)) + " where id = " + id;
    }

    private static String name(int column) {
        return "v" + column;
    }

    private static String literal(int column, int variant) {
        List<String> values = ALL.get(column).values();
        return variant < values.size() ? "'" + values.get(variant).replace("'", "''") + "'" : "null";
    }

    private static String join(Function<Integer, String> part) {
        return IntStream.range(0, ALL.size()).boxed().map(part).collect(Collectors.joining(", "));
    }
}
