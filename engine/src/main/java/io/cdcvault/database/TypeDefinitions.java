package io.cdcvault.database;

import static io.cdcvault.database.Identifiers.quoted;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types that PostgreSQL does not bring along: which a server lacks, and the statements that make them as another's. */
public final class TypeDefinitions {

    private static final String UNKNOWN =
            "select type from unnest(?::text[]) as wanted (type) where to_regtype(type) is null order by 1";

    /** An array stands for its elements, and a multirange for its range. */
    private static final String OIDS =
            """
            with named as (
              select t.oid, case when t.typtype = 'b' and t.typcategory = 'A' then t.typelem else 0 end as element
              from unnest(?::text[]) as wanted (type) join pg_type t on t.oid = to_regtype(wanted.type))
            select coalesce(nullif(element, 0), oid) from named order by 1""";

    /** Names as the statement has them; labels in hexadecimal, so that none is taken for two. */
    private static final String DEFINITION =
            """
            with part as (
              select p.oid, p.typname, pn.nspname,
                case when pn.nspname = 'pg_catalog' then null else format('%I.%I', pn.nspname, p.typname) end as own
              from pg_type p join pg_namespace pn on pn.oid = p.typnamespace)
            select t.typtype as kind, format('%I.%I', n.nspname, t.typname) as name, n.nspname as schema,
              (select e.extname from pg_depend d join pg_extension e on e.oid = d.refobjid
                where d.classid = 'pg_type'::regclass and d.objid = t.oid
                  and d.refclassid = 'pg_extension'::regclass limit 1) as extension,
              (select coalesce(p.own, format_type(p.oid, t.typtypmod)) from part p where p.oid = t.typbasetype) as base,
              (select string_agg(encode(convert_to(enumlabel, 'UTF8'), 'hex'), ',' order by enumsortorder)
                from pg_enum where enumtypid = t.oid) as labels,
              (select string_agg(quote_ident(a.attname) || ' ' || coalesce(p.own, format_type(p.oid, a.atttypmod)),
                  ', ' order by a.attnum)
                from pg_attribute a join part p on p.oid = a.atttypid
                where a.attrelid = nullif(t.typrelid, 0) and a.attnum > 0 and not a.attisdropped) as attributes,
              (select coalesce(p.own, format_type(p.oid, null)) from pg_range r join part p on p.oid = r.rngsubtype
                where r.rngtypid = t.oid) as subtype,
              array(
                select case when e.typtype = 'b' and e.typcategory = 'A' then e.typelem else e.oid end from pg_type e
                where e.oid = t.typbasetype
                  or e.oid in (select a.atttypid from pg_attribute a where a.attrelid = nullif(t.typrelid, 0)
                    and a.attnum > 0 and not a.attisdropped)
                  or e.oid in (select r.rngsubtype from pg_range r where r.rngtypid = t.oid)
                  {multirange}) as parts
            from pg_type t join pg_namespace n on n.oid = t.typnamespace
            where t.oid = ? and n.nspname <> 'pg_catalog'""";

    /** From version 14 on. */
    private static final String MULTIRANGE =
            "or e.oid in (select r.rngtypid from pg_range r where r.rngmultitypid = t.oid)";

    private static final int KNOWS_MULTIRANGES = 14;

    private final Connection connection;
    private final String definition;
    private final Set<Long> seen = new LinkedHashSet<>();
    private final List<Definition> found = new ArrayList<>();

    private TypeDefinitions(Connection connection) throws SQLException {
        this.connection = connection;
        this.definition = DEFINITION.replace(
                "{multirange}",
                connection.getMetaData().getDatabaseMajorVersion() >= KNOWS_MULTIRANGES ? MULTIRANGE : "");
    }

    /**
     * A type.
     *
     * @param schema that it is in
     * @param name with its schema, as a statement has it
     * @param statement that makes it
     */
    public record Definition(String schema, String name, String statement) {

        /** Whether a server has a type of that name. */
        public boolean isKnown(Connection server) throws SQLException {
            return unknown(server, List.of(name)).isEmpty();
        }
    }

    /** Of these types, in their order of names, those that a server does not know. */
    public static List<String> unknown(Connection connection, Collection<String> types) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNKNOWN)) {
            statement.setArray(1, texts(connection, types));
            try (ResultSet rows = statement.executeQuery()) {
                List<String> unknown = new ArrayList<>();
                while (rows.next()) {
                    unknown.add(rows.getString(1));
                }
                return unknown;
            }
        }
    }

    /**
     * How types of a server are made, those first that others are made of. Without the checks of domains: the server
     * has checked its values. Of a type that it does not know, or of a kind that has no short statement, there is none.
     *
     * @param connection to the server that has them
     */
    public static List<Definition> of(Connection connection, Collection<String> types) throws SQLException {
        TypeDefinitions definitions = new TypeDefinitions(connection);
        try (PreparedStatement statement = connection.prepareStatement(OIDS)) {
            statement.setArray(1, texts(connection, types));
            List<Long> oids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    oids.add(rows.getLong(1));
                }
            }
            for (long oid : oids) {
                definitions.add(oid);
            }
        }
        return definitions.found;
    }

    private void add(long oid) throws SQLException {
        if (!seen.add(oid)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(definition)) {
            statement.setLong(1, oid);
            try (ResultSet type = statement.executeQuery()) {
                if (type.next()) {
                    if (type.getString("extension") == null) {
                        for (Long part : (Long[]) type.getArray("parts").getArray()) {
                            add(part);
                        }
                    }
                    add(type);
                }
            }
        }
    }

    private void add(ResultSet type) throws SQLException {
        String schema = type.getString("schema");
        String name = type.getString("name");
        String extension = type.getString("extension");
        String statement = extension != null
                ? "create extension if not exists " + quoted(extension) + " schema " + quoted(schema)
                : switch (type.getString("kind")) {
                    case "e" -> "create type " + name + " as enum (" + labels(type.getString("labels")) + ")";
                    case "d" -> "create domain " + name + " as " + type.getString("base");
                    case "c" -> "create type " + name + " as (" + type.getString("attributes") + ")";
                    case "r" -> "create type " + name + " as range (subtype = " + type.getString("subtype") + ")";
                    default -> "";
                };
        if (!statement.isEmpty()
                && found.stream().noneMatch(each -> each.statement().equals(statement))) {
            found.add(new Definition(schema, name, statement));
        }
    }

    /** An enum may have none. */
    private static String labels(@Nullable String hexadecimal) {
        return hexadecimal == null
                ? ""
                : Arrays.stream(hexadecimal.split(",", -1))
                        .map(hex -> new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
                        .map(Identifiers::literal)
                        .collect(Collectors.joining(", "));
    }

    private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
