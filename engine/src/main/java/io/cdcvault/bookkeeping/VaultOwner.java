package io.cdcvault.bookkeeping;

import io.cdcvault.database.Identifiers;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one installation that loads a vault schema. A schema without tables belongs to the installation that creates
 * them; one that was loaded before owners were recorded belongs to the installation whose feeds have a position in it.
 *
 * <p>Why: docs/decisions/0018-a-vault-schema-belongs-to-one-installation.md
 */
public final class VaultOwner {

    /** Who claimed a schema. Parameter: the schema. */
    public static final String CLAIMED = "select installation from cdc_vault.vault_owner where vault_schema = ?";

    /** Whose feeds have loaded into a schema, by name. Parameter: the schema. */
    public static final String FEEDING =
            """
            select distinct regexp_replace(feed, '/(kafka|direct|file:.*|replay:.*)$', '') as installation
            from (select feed, vault_schema from cdc_vault.feed_position
                  union all select feed, vault_schema from cdc_vault.partition_position) as fed
            where vault_schema = ? order by 1""";

    private static final String TABLES =
            """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relkind in ('r', 'p') limit 1""";

    private static final String CLAIM =
            """
            insert into cdc_vault.vault_owner (vault_schema, installation) values (?, ?)
            on conflict (vault_schema) do update set
              installation = excluded.installation, claimed_at = clock_timestamp()""";

    private static final String RELEASE = "delete from cdc_vault.vault_owner where vault_schema = ?";

    private final Connection connection;
    private final String schema;

    public VaultOwner(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /**
     * Claims the schema, in the open transaction. The bookkeeping must exist, and no other session may create tables in
     * the schema meanwhile.
     *
     * @throws CdcVaultException when it belongs to another installation
     */
    public void claim(String installation) throws SQLException {
        Optional<String> owner = claimed();
        if (owner.isPresent() && owner.get().equals(installation)) {
            return;
        }
        if (!texts(TABLES).isEmpty()) {
            requireNoOther(owner, installation);
        }
        update(CLAIM, schema, installation);
    }

    /**
     * Whether the schema is this installation's, or has no owner. Writes nothing.
     *
     * @throws CdcVaultException when it belongs to another installation
     */
    public void require(String installation) throws SQLException {
        if (!exists("cdc_vault.feed_position") || texts(TABLES).isEmpty()) {
            return;
        }
        requireNoOther(exists("cdc_vault.vault_owner") ? claimed() : Optional.empty(), installation);
    }

    public void release() throws SQLException {
        update(RELEASE, schema);
    }

    /** The statement that gives a schema to an installation, in place of any former owner. */
    public static String handOver(String schema, String installation) {
        return "insert into cdc_vault.vault_owner (vault_schema, installation) values (" + Identifiers.literal(schema)
                + ", " + Identifiers.literal(installation)
                + ") on conflict (vault_schema) do update set installation = excluded.installation";
    }

    private void requireNoOther(Optional<String> owner, String installation) throws SQLException {
        if (owner.filter(installation::equals).isPresent()) {
            return;
        }
        List<String> owners = owner.map(List::of).orElse(texts(FEEDING));
        if (owners.isEmpty() || owners.equals(List.of(installation))) {
            return;
        }
        throw new CdcVaultException(
                FailureKind.WAREHOUSE_FOREIGN,
                (owners.size() == 1
                                ? "Vault schema " + schema + " belongs to installation " + owners.get(0) + ", and "
                                        + installation + " does not load into it"
                                : "Several installations have loaded into vault schema " + schema + ": "
                                        + String.join(", ", owners) + "; it must belong to one")
                        + ". To give it to " + installation + ": " + handOver(schema, installation));
    }

    private Optional<String> claimed() throws SQLException {
        return texts(CLAIMED).stream().findFirst();
    }

    private boolean exists(String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select to_regclass(?) is not null")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private List<String> texts(String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }

    private void update(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
