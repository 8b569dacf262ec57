package io.cdcvault.mart;

import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the presentation database knows of its marts: {@code cdc_vault.mart}. */
final class MartBookkeeping {

    /** What makes it, as statements that may run again; the schema comes before. */
    static final List<String> STATEMENTS = List.of(
            """
            create table if not exists cdc_vault.mart (
              installation text not null,
              mart text not null,
              target_schema text not null,
              target_table text not null,
              refreshed_at timestamptz,
              lsn pg_lsn,
              load_date timestamptz,
              transaction_number bigint,
              rows bigint,
              inserted bigint,
              updated bigint,
              deleted bigint,
              seconds double precision,
              failed_at timestamptz,
              failure text,
              primary key (installation, mart)
            )""",
            """
            comment on table cdc_vault.mart is
              'The last refresh of each mart, written in the same transaction as its rows, and what failed since'""",
            "comment on column cdc_vault.mart.refreshed_at is 'When the vault was read'",
            "comment on column cdc_vault.mart.lsn is 'The vault''s position that the mart shows'",
            "comment on column cdc_vault.mart.load_date is 'Of the newest transaction that the mart shows'");

    private static final String EXISTING =
            """
            select exists (select from pg_namespace where nspname = 'cdc_vault'),
              to_regclass('cdc_vault.mart') is not null""";

    private static final String REFRESHED_AT =
            """
            select (extract(epoch from refreshed_at) * 1000)::bigint from cdc_vault.mart
            where installation = ? and mart = ? and refreshed_at is not null""";

    private static final String IS_OURS =
            """
            select exists (select from cdc_vault.mart
              where target_schema = ? and target_table = ? and refreshed_at is not null)""";

    private static final String SUCCESS =
            """
            insert into cdc_vault.mart
              (installation, mart, target_schema, target_table, refreshed_at, lsn, load_date, transaction_number,
               rows, inserted, updated, deleted, seconds)
            values (?, ?, ?, ?, ?::timestamptz, ?::pg_lsn, ?::timestamptz, ?, ?, ?, ?, ?, ?)
            on conflict (installation, mart) do update set
              target_schema = excluded.target_schema, target_table = excluded.target_table,
              refreshed_at = excluded.refreshed_at, lsn = excluded.lsn, load_date = excluded.load_date,
              transaction_number = excluded.transaction_number, rows = excluded.rows, inserted = excluded.inserted,
              updated = excluded.updated, deleted = excluded.deleted, seconds = excluded.seconds,
              failed_at = null, failure = null""";

    private static final String FAILURE =
            """
            insert into cdc_vault.mart (installation, mart, target_schema, target_table, failed_at, failure)
            values (?, ?, ?, ?, clock_timestamp(), ?)
            on conflict (installation, mart) do update set failed_at = excluded.failed_at, failure = excluded.failure""";

    private final Connection connection;
    private final String installation;
    private final MartDefinition mart;

    MartBookkeeping(Connection connection, String installation, MartDefinition mart) {
        this.connection = connection;
        this.installation = installation;
        this.mart = mart;
    }

    /** Creates what is missing; in a transaction of its own. */
    static void createMissing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Two services that start together must not create it twice.
            statement.execute("select pg_advisory_xact_lock(hashtext('cdc_vault.mart'))");
            boolean hasSchema;
            boolean hasTable;
            try (ResultSet existing = statement.executeQuery(EXISTING)) {
                existing.next();
                hasSchema = existing.getBoolean(1);
                hasTable = existing.getBoolean(2);
            }
            if (!hasSchema) {
                statement.execute("create schema cdc_vault");
            }
            if (!hasTable) {
                for (String sql : STATEMENTS) {
                    statement.execute(sql);
                }
            }
        }
        connection.commit();
    }

    /** Empty when the mart was never refreshed. */
    Optional<Instant> refreshedAt() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REFRESHED_AT)) {
            statement.setString(1, installation);
            statement.setString(2, mart.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(Instant.ofEpochMilli(row.getLong(1))) : Optional.empty();
            }
        }
    }

    /** Whether some refresh filled the target. */
    boolean isOurs() throws SQLException {
        TableName target = mart.target();
        try (PreparedStatement statement = connection.prepareStatement(IS_OURS)) {
            statement.setString(1, target.schema());
            statement.setString(2, target.table());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    void succeeded(MartOutcome outcome) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SUCCESS)) {
            identify(statement);
            statement.setString(5, outcome.refreshedAt().toString());
            statement.setString(6, outcome.vault().lsn().toString());
            statement.setString(7, outcome.vault().loadDate().toString());
            statement.setLong(8, outcome.vault().transaction());
            statement.setLong(9, outcome.rows());
            statement.setLong(10, outcome.inserted());
            statement.setLong(11, outcome.updated());
            statement.setLong(12, outcome.deleted());
            statement.setDouble(13, outcome.seconds());
            statement.executeUpdate();
        }
    }

    void failed(String why) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FAILURE)) {
            identify(statement);
            statement.setString(5, why);
            statement.executeUpdate();
        }
    }

    private void identify(PreparedStatement statement) throws SQLException {
        statement.setString(1, installation);
        statement.setString(2, mart.name());
        statement.setString(3, mart.target().schema());
        statement.setString(4, mart.target().table());
    }
}
