package io.cdcvault.verify;

import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One digest for each table of a vault, over every column of every row, and one over all. Two loads of the same history
 * have the same; the order in which rows were written does not count.
 *
 * @param all over the tables' names, counts and digests
 */
public record VaultDigest(List<Table> tables, String all) {

    public VaultDigest {
        tables = List.copyOf(tables);
    }

    /**
     * A table's digest.
     *
     * @param digest in hexadecimal
     */
    public record Table(String name, long rows, String digest) {}

    /**
     * Reads the vault as it is at this moment.
     *
     * @throws io.cdcvault.failure.CdcVaultException when it cannot be read
     */
    public static VaultDigest of(Settings settings, VaultModel model, Progress progress) {
        List<TableShape> shapes = VaultTables.of(model);
        List<Table> tables = new ArrayList<>();
        try (ReadSession vault =
                ReadSession.open(ReadSession.Database.WAREHOUSE, settings.warehouse(), settings.name())) {
            for (TableShape shape : shapes) {
                progress.at(tables.size(), shapes.size(), shape.name());
                tables.add(digest(vault, model.settings().schema(), shape));
            }
        }
        return new VaultDigest(tables, overAll(tables));
    }

    private static Table digest(ReadSession vault, String schema, TableShape shape) {
        return vault.query("digest " + shape.name(), sql(schema, shape), row -> {
            row.next();
            return new Table(shape.name(), row.getLong(1), row.getString(2));
        });
    }

    /** In two levels, since a text holds no more than a gigabyte. */
    private static String sql(String schema, TableShape shape) {
        List<String> columns =
                shape.columns().stream().map(column -> column.name()).toList();
        return "select coalesce(sum(count), 0)::bigint, md5(coalesce(string_agg(digest, '' order by bucket collate \"C\"), ''))\n"
                + "from (select left(row_digest, 2) as bucket, count(*),"
                + " md5(string_agg(row_digest, '' order by row_digest collate \"C\")) as digest\n"
                + "from (select md5(row(" + Names.list("vault_row", columns) + ")::text) as row_digest from "
                + Names.qualified(schema, shape.name()) + " as vault_row) as hashed\ngroup by 1) as buckets";
    }

    private static String overAll(List<Table> tables) {
        StringBuilder text = new StringBuilder();
        tables.forEach(table -> text.append(table.name() + " " + table.rows() + " " + table.digest() + "\n"));
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
