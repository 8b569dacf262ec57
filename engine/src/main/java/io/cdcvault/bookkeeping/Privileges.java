package io.cdcvault.bookkeeping;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.param;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;

/** Who may do what with a vault, apart from its owner. */
public final class Privileges {

    private static final String GRANTS =
            """
            with granted as (
              select format('schema %I', nspname) as object, nspowner as owner, acl.*
              from pg_namespace, aclexplode(nspacl) as acl where nspname = :schema
              union all
              select format('table %I.%I', nspname, relname), relowner, acl.*
              from pg_class join pg_namespace on pg_namespace.oid = relnamespace, aclexplode(relacl) as acl
              where nspname = :schema and relkind in ('r', 'p', 'v')
                and to_regclass(format('%I.%I', :twin::text, relname)) is not null
              union all
              select format('function %I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(pg_proc.oid)),
                proowner, acl.*
              from pg_proc join pg_namespace on pg_namespace.oid = pronamespace, aclexplode(proacl) as acl
              where nspname = :schema and exists (
                select from pg_proc as twin join pg_namespace as other on other.oid = twin.pronamespace
                where other.nspname = :twin and twin.proname = pg_proc.proname
                  and twin.proargtypes = pg_proc.proargtypes))
            select format('grant %s on %s to %s', privilege_type, object,
                case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
              || case when is_grantable then ' with grant option' else '' end
            from granted where grantee <> owner""";

    private static final Field<String> STATEMENT = field("statement", String.class);

    private Privileges() {}

    /**
     * The statements that grant the same again, by the same names.
     *
     * @param twin a schema with the same tables; what it lacks is left out
     */
    public static List<String> of(Connection connection, String schema, String twin) throws SQLException {
        return new Books(connection)
                .fetch(NamedText.resultQuery(GRANTS, param("schema", schema), param("twin", twin))
                        .coerce(STATEMENT))
                .map(row -> row.value1());
    }
}
