package io.cdcvault.bookkeeping;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Who may do what with a vault, apart from its owner. */
public final class Privileges {

    private static final String GRANTS =
            """
            with granted as (
              select format('schema %I', nspname) as object, nspowner as owner, acl.*
              from pg_namespace, aclexplode(nspacl) as acl where nspname = ?
              union all
              select format('table %I.%I', nspname, relname), relowner, acl.*
              from pg_class join pg_namespace on pg_namespace.oid = relnamespace, aclexplode(relacl) as acl
              where nspname = ? and relkind in ('r', 'p', 'v')
                and to_regclass(format('%I.%I', ?::text, relname)) is not null
              union all
              select format('function %I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(pg_proc.oid)),
                proowner, acl.*
              from pg_proc join pg_namespace on pg_namespace.oid = pronamespace, aclexplode(proacl) as acl
              where nspname = ? and exists (
                select from pg_proc as twin join pg_namespace as other on other.oid = twin.pronamespace
                where other.nspname = ? and twin.proname = pg_proc.proname
                  and twin.proargtypes = pg_proc.proargtypes))
            select format('grant %s on %s to %s', privilege_type, object,
                case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
              || case when is_grantable then ' with grant option' else '' end
            from granted where grantee <> owner""";

    private Privileges() {}

    /**
     * The statements that grant the same again, by the same names.
     *
     * @param twin a schema with the same tables; what it lacks is left out
     */
    public static List<String> of(Connection connection, String schema, String twin) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GRANTS)) {
            statement.setString(1, schema);
            statement.setString(2, schema);
            statement.setString(3, twin);
            statement.setString(4, schema);
            statement.setString(5, twin);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> grants = new ArrayList<>();
                while (rows.next()) {
                    grants.add(rows.getString(1));
                }
                return grants;
            }
        }
    }
}
