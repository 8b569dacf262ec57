package io.cdcvault.road;

import io.cdcvault.road.LivingTable.LivingColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes values of any type that the databases have, also hostile ones. */
final class RandomValues {

    private static final List<String> TEXTS = List.of(
            "", " ", "a", "A", "a ", "NULL", "^^", "||", "it's", "\"q\"", "zwölf", "заказ", "\\N", "a,b", "{}", "\t");
    private static final int LONG = 120;

    private final Random random;
    private Map<Long, Type> types = new HashMap<>();

    /** As {@code pg_type} says it. */
    private record Type(
            String name, String kind, String category, long element, long base, int modifier, List<String> labels) {}

    RandomValues(Random random) {
        this.random = random;
    }

    /** To be called after types were made or altered. */
    void read(Connection connection) throws SQLException {
        Map<Long, Type> read = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select oid, typname, typtype, typcategory, typelem, typbasetype, typtypmod, (select"
                                + " array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid ="
                                + " pg_type.oid) from pg_type")) {
            while (rows.next()) {
                read.put(
                        rows.getLong(1),
                        new Type(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getInt(7),
                                rows.getArray(8) == null
                                        ? List.of()
                                        : Arrays.asList(
                                                (String[]) rows.getArray(8).getArray())));
            }
        }
        types = read;
    }

    /** An expression for a value of a column; now and then NULL. */
    String of(LivingColumn column) {
        boolean isNull = !column.isNotNull() && random.nextInt(8) == 0;
        return isNull ? "null" : literal(text(column.typeOid(), column.modifier())) + "::" + column.type();
    }

    /** The text of a value. */
    private String text(long oid, int modifier) {
        Type type = types.get(oid);
        if (type == null) {
            throw new IllegalArgumentException("No type " + oid);
        }
        return switch (type.kind()) {
            case "d" -> ofDomain(type);
            case "e" -> type.labels().get(random.nextInt(type.labels().size()));
            // The only composite type has two real numbers.
            case "c" -> "(" + random.nextInt(9) + "," + random.nextInt(9) + ".5)";
            case "r" -> range();
            case "m" -> "{" + range() + "}";
            default -> type.category().equals("A") ? array(type, modifier) : ofBase(type.name(), modifier);
        };
    }

    /** Of the domains here, one checks how a text begins, and some a number from 0 to 100. */
    private String ofDomain(Type type) {
        return type.name().equals("iban") ? "DE" + random.nextInt(1_000) : text(type.base(), type.modifier());
    }

    private String range() {
        int from = random.nextInt(50);
        return "[" + from + "," + (from + 1 + random.nextInt(9)) + ")";
    }

    private String array(Type type, int modifier) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(each -> random.nextInt(5) == 0
                        ? "NULL"
                        : '"'
                                + text(type.element(), modifier)
                                        .replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String ofBase(String name, int modifier) {
        int number = random.nextInt(100);
        String day = "202" + (5 + random.nextInt(2)) + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
        String time = "1" + random.nextInt(10) + ":3" + random.nextInt(10) + ":00." + random.nextInt(1_000);
        return switch (name) {
            case "int2", "int4", "int8", "oid" -> Integer.toString(random.nextInt(30_000));
            case "numeric" -> number + (random.nextBoolean() ? "." + random.nextInt(100) : "");
            case "float4", "float8" -> random.nextInt(20) == 0 ? "NaN" : number + "." + random.nextInt(1_000);
            case "money" -> number + ".25";
            case "bool" -> Boolean.toString(random.nextBoolean());
            case "date" -> day;
            case "timestamp" -> day + " " + time;
            case "timestamptz" -> day + " " + time + "+02";
            case "time" -> time;
            case "timetz" -> time + "+01";
            case "interval" -> number + " days 02:0" + random.nextInt(10) + ":07.25";
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "json", "jsonb" ->
                "{\"n\": " + number + ", \"t\": \"" + words(40).replaceAll("[^a-z0-9]", "") + "\"}";
            case "bytea" ->
                "\\x" + "0f".repeat(random.nextInt(3))
                        + Integer.toHexString(256 + number).substring(1);
            case "bit", "varbit" -> bits(name, modifier);
            case "inet" -> "10.0.0." + number;
            case "point" -> "(" + number + ",2)";
            case "regclass" -> "pg_class";
            case "char" -> "x";
            default -> words(modifier > 0 ? modifier - 4 : Integer.MAX_VALUE);
        };
    }

    private String bits(String name, int modifier) {
        int length = name.equals("bit") ? modifier : random.nextInt(modifier + 1);
        return IntStream.range(0, length)
                .mapToObj(each -> random.nextBoolean() ? "1" : "0")
                .collect(Collectors.joining());
    }

    /** Some of them too long to stand in the row. */
    private String words(int longest) {
        String text = random.nextInt(3) == 0
                ? TEXTS.get(random.nextInt(TEXTS.size()))
                : Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX);
        if (longest == Integer.MAX_VALUE && random.nextInt(12) == 0) {
            text += random.longs(LONG).mapToObj(Long::toHexString).collect(Collectors.joining());
        }
        return text.substring(0, Math.min(text.length(), longest));
    }

    private static String literal(@Nullable String text) {
        return "'" + String.valueOf(text).replace("'", "''") + "'";
    }
}
