package io.cdcvault.schema.ddl;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DataType;
import org.jooq.SQLDialect;
import org.jooq.impl.DefaultDataType;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's types by the names that one writes in DDL. */
final class TypeNames {

    private static final Pattern SIMPLE = Pattern.compile(
            "([a-z_0-9 ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?((?: with(?:out)? time zone)?)");

    private static final Map<String, DataType<?>> BY_NAME = Map.ofEntries(
            entry("text", SQLDataType.CLOB),
            entry("varchar", SQLDataType.VARCHAR),
            entry("character varying", SQLDataType.VARCHAR),
            entry("char", SQLDataType.CHAR(1)),
            entry("character", SQLDataType.CHAR(1)),
            entry("smallint", SQLDataType.SMALLINT),
            entry("int2", SQLDataType.SMALLINT),
            entry("integer", SQLDataType.INTEGER),
            entry("int", SQLDataType.INTEGER),
            entry("int4", SQLDataType.INTEGER),
            entry("bigint", SQLDataType.BIGINT),
            entry("int8", SQLDataType.BIGINT),
            entry("numeric", SQLDataType.NUMERIC),
            entry("decimal", SQLDataType.NUMERIC),
            entry("real", SQLDataType.REAL),
            entry("float4", SQLDataType.REAL),
            entry("double precision", SQLDataType.DOUBLE),
            entry("float8", SQLDataType.DOUBLE),
            entry("boolean", SQLDataType.BOOLEAN),
            entry("bool", SQLDataType.BOOLEAN),
            entry("date", SQLDataType.LOCALDATE),
            entry("time", SQLDataType.LOCALTIME(6)),
            entry("time without time zone", SQLDataType.LOCALTIME(6)),
            entry("timetz", SQLDataType.OFFSETTIME(6)),
            entry("time with time zone", SQLDataType.OFFSETTIME(6)),
            entry("timestamp", SQLDataType.LOCALDATETIME(6)),
            entry("timestamp without time zone", SQLDataType.LOCALDATETIME(6)),
            entry("timestamptz", SQLDataType.TIMESTAMPWITHTIMEZONE(6)),
            entry("timestamp with time zone", SQLDataType.TIMESTAMPWITHTIMEZONE(6)),
            entry("uuid", SQLDataType.UUID),
            entry("json", SQLDataType.JSON),
            entry("jsonb", SQLDataType.JSONB),
            entry("bytea", SQLDataType.BLOB),
            entry("pg_lsn", DefaultDataType.getDefaultDataType("\"pg_catalog\".\"pg_lsn\"")));

    private TypeNames() {}

    static DataType<?> dataType(String type) {
        Matcher matcher = SIMPLE.matcher(type.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return verbatim(type);
        }
        DataType<?> known = BY_NAME.get(matcher.group(1) + matcher.group(4));
        if (known == null) {
            return verbatim(type);
        }
        return matcher.group(2) == null ? known : sized(known, matcher.group(2), matcher.group(3));
    }

    /** Rendered to the letter in DDL, and in casts too, where jOOQ would leave out what stands in parentheses. */
    static DataType<?> verbatim(String type) {
        return new DefaultDataType<>(SQLDialect.POSTGRES, Object.class, type, type);
    }

    private static DataType<?> sized(DataType<?> type, String size, @Nullable String scale) {
        if (type.isNumeric()) {
            return type.precision(Integer.valueOf(size), scale == null ? 0 : Integer.parseInt(scale));
        }
        return type.isDateTime() ? type.precision(Integer.valueOf(size)) : type.length(Integer.valueOf(size));
    }
}
