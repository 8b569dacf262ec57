package io.cdcvault.mart;

import io.cdcvault.database.Identifiers;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of a mart in the presentation database: made when it is missing, made again when its columns change. */
final class MartTable {

    private static final String COLUMNS =
            """
            select attname, format_type(atttypid, atttypmod) from pg_attribute
            where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum""";

    private static final String KEY =
            """
            select a.attname from pg_index i, unnest(i.indkey) with ordinality as k (number, place)
              join pg_attribute a on a.attnum = k.number
            where i.indrelid = to_regclass(?) and i.indisprimary and a.attrelid = i.indrelid order by k.place""";

    private final Connection connection;
    private final MartDefinition mart;
    private final List<MartColumn> columns;
    private final String name;

    /** @param selected the columns of the mart's SELECT */
    MartTable(Connection connection, MartDefinition mart, List<MartColumn> selected) {
        this.connection = connection;
        this.mart = mart;
        this.columns = new ArrayList<>();
        mart.stamp().ifPresent(stamp -> columns.add(new MartColumn(stamp, "timestamp(6) with time zone")));
        columns.addAll(selected);
        this.name = Identifiers.quoted(mart.target());
        requireColumns(selected);
    }

    /**
     * Makes the table what the definition wants, in the open transaction.
     *
     * @param isOurs whether a refresh made it
     * @throws CdcVaultException when it is another one that the service did not make
     */
    void prepare(boolean isOurs) throws SQLException {
        List<MartColumn> present = present();
        if (present.equals(columns) && key().equals(mart.key())) {
            return;
        }
        if (!present.isEmpty() && !isOurs) {
            throw new CdcVaultException(
                    FailureKind.MART_FAILED,
                    "The table " + mart.target() + " exists, has other columns or another key than the mart "
                            + mart.name() + ", and was not made by it: name another target, or drop the table");
        }
        try (Statement statement = connection.createStatement()) {
            if (!present.isEmpty()) {
                statement.execute("drop table " + name);
            }
            createSchema(statement);
            statement.execute(declaration());
        }
    }

    private void requireColumns(List<MartColumn> selected) {
        List<String> names = selected.stream().map(MartColumn::name).toList();
        List<String> missing =
                mart.key().stream().filter(column -> !names.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.MART_INVALID,
                    mart.origin() + ": the key's column " + missing.get(0) + " is not in the SELECT: it has " + names);
        }
        if (mart.stamp().filter(names::contains).isPresent()) {
            throw new CdcVaultException(
                    FailureKind.MART_INVALID,
                    mart.origin() + ": the refresh fills the stamp's column, which the SELECT has too");
        }
    }

    private void createSchema(Statement statement) throws SQLException {
        // `if not exists` wants the right to create schemas even where it exists.
        boolean exists;
        try (ResultSet row = statement.executeQuery("select exists (select from pg_namespace where nspname = "
                + Identifiers.literal(mart.target().schema()) + ")")) {
            exists = row.next() && row.getBoolean(1);
        }
        if (!exists) {
            statement.execute(
                    "create schema " + Identifiers.quoted(mart.target().schema()));
        }
    }

    private String declaration() {
        List<String> parts =
                new ArrayList<>(columns.stream().map(MartColumn::declaration).toList());
        if (!mart.key().isEmpty()) {
            parts.add("primary key (" + MartMerge.quoted(mart.key()) + ")");
        }
        return "create table " + name + " (" + String.join(", ", parts) + ")";
    }

    /** Empty when there is no such table. */
    private List<MartColumn> present() throws SQLException {
        List<MartColumn> present = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    present.add(new MartColumn(row.getString(1), row.getString(2)));
                }
            }
        }
        return present;
    }

    private List<String> key() throws SQLException {
        List<String> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(KEY)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    key.add(row.getString(1));
                }
            }
        }
        return key;
    }
}
