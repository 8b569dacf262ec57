package io.cdcvault.bookkeeping;

import static io.cdcvault.database.Identifiers.literal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * A column of the vault whose type is an enum, a domain over one, or an array of one.
 *
 * @param type the enum, as a statement of the same session names it
 * @param values in their order
 * @param foreignOwner the type's owner, if the session may not alter it
 */
public record VaultEnum(String table, String column, String type, List<String> values, Optional<String> foreignOwner) {

    private static final String ENUMS =
            """
            select c.relname, a.attname, e.oid::regtype::text,
              array(select l.enumlabel::text from pg_enum l where l.enumtypid = e.oid order by l.enumsortorder),
              e.typowner::regrole::text, pg_has_role(e.typowner, 'usage')
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            join pg_type e on e.oid = case when t.typcategory = 'A' then t.typelem when t.typtype = 'd' then t.typbasetype
              else t.oid end and e.typtype = 'e'
            where n.nspname = :schema and c.relkind in ('r', 'p')
            order by 1, 2""";

    public VaultEnum {
        values = List.copyOf(values);
    }

    /**
     * Those of a vault's schema.
     *
     * @throws SQLException when the warehouse does not answer
     */
    public static List<VaultEnum> of(Connection connection, String schema) throws SQLException {
        List<VaultEnum> enums = new ArrayList<>();
        for (Record row : new Books(connection).fetch(NamedText.resultQuery(ENUMS, DSL.param("schema", schema)))) {
            enums.add(new VaultEnum(
                    row.get(0, String.class),
                    row.get(1, String.class),
                    row.get(2, String.class),
                    List.of(row.get(3, String[].class)),
                    row.get(5, Boolean.class) ? Optional.empty() : Optional.of(row.get(4, String.class))));
        }
        return enums;
    }

    /** The statements by which the type gets what it lacks of some values, each after the one before it there. */
    public List<String> additions(List<String> wanted) {
        List<String> statements = new ArrayList<>();
        Set<String> present = new HashSet<>(values);
        String before = "";
        for (String value : wanted) {
            if (present.add(value)) {
                String place = before.isEmpty()
                        ? values.stream()
                                .findFirst()
                                .map(first -> " before " + literal(first))
                                .orElse("")
                        : " after " + literal(before);
                statements.add("alter type " + type + " add value if not exists " + literal(value) + place);
            }
            before = value;
        }
        return statements;
    }
}
