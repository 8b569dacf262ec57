package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.WAREHOUSE;

import io.cdcvault.doctor.finding.Fix;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the statement that makes a type of the master's in the warehouse too. */
final class MissingType {

    private static final String KIND =
            """
            select t.typtype as kind, format('%I.%I', n.nspname, t.typname) as name, n.nspname as schema,
              (select e.extname from pg_depend d join pg_extension e on e.oid = d.refobjid
                where d.classid = 'pg_type'::regclass and d.objid = t.oid
                  and d.refclassid = 'pg_extension'::regclass limit 1) as extension,
              format_type(t.typbasetype, t.typtypmod) as base,
              (select array_to_string(array_agg(encode(convert_to(enumlabel, 'UTF8'), 'hex') order by enumsortorder), ',')
                from pg_enum where enumtypid = t.oid) as labels
            from pg_type t join pg_namespace n on n.oid = t.typnamespace
            where t.oid = to_regtype(?)""";

    private MissingType() {}

    /** Nothing when the master does not know the type either, or it is of a kind that has no short statement. */
    static List<Fix> fixes(String type, ExaminedSession master) throws SQLException {
        return master.rows(KIND, type).stream()
                .flatMap(row -> statement(row).stream())
                .map(sql -> Fix.sql(WAREHOUSE, sql))
                .toList();
    }

    private static List<String> statement(CatalogRow type) {
        if (type.optional("extension").isPresent()) {
            return List.of("create extension if not exists " + quoted(type.text("extension")));
        }
        return switch (type.text("kind")) {
            case "e" -> List.of("create type " + type.text("name") + " as enum (" + labels(type) + ")");
            case "d" -> List.of("create domain " + type.text("name") + " as " + type.text("base"));
            default -> List.of();
        };
    }

    /** In hexadecimal on the way, so that no label is taken for two. */
    private static String labels(CatalogRow type) {
        return Arrays.stream(type.text("labels").split(",", -1))
                .map(hex -> new String(java.util.HexFormat.of().parseHex(hex), java.nio.charset.StandardCharsets.UTF_8))
                .map(label -> literal(label))
                .collect(Collectors.joining(", "));
    }
}
