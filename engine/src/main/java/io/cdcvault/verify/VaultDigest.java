package io.cdcvault.verify;

import io.cdcvault.bookkeeping.ModelHistory;
import io.cdcvault.change.LoadDate;
import io.cdcvault.database.Identifiers;
import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.Share;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One digest for each table of a vault, over every column of every row, and one over all. Two loads of the same history
 * have the same; the order in which rows were written does not count.
 *
 * @param all over the tables' names, counts and digests
 */
public record VaultDigest(List<Table> tables, String all) {

    private static final String EVERYTHING = "infinity";

    private static final String COLUMNS =
            """
            select count(*) from pg_attribute
            where attrelid = to_regclass(?) and attname = any(?::text[]) and attnum > 0 and not attisdropped""";

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
     * Reads the vault's present state.
     *
     * @throws io.cdcvault.failure.CdcVaultException when it cannot be read
     */
    public static VaultDigest of(Settings settings, VaultModel model, Progress progress) {
        return of(settings, model, shape -> EVERYTHING, Set.of(), progress);
    }

    /**
     * Reads the vault as it was when it had come so far: nothing in it is ever changed.
     *
     * @param loadDate of the last transaction to count; the vault must hold it
     * @param grown satellites whose hashdiffs are left out, see {@link #grown}
     * @throws io.cdcvault.failure.CdcVaultException when it cannot be read
     */
    public static VaultDigest of(
            Settings settings, VaultModel model, LoadDate loadDate, Set<String> grown, Progress progress) {
        return of(settings, model, shape -> loadDate.toString(), grown, progress);
    }

    /**
     * Reads what one of several sources feeds of the vault as it was when each had come so far.
     *
     * @param shared of the last transaction to count in hubs and links that other sources feed, too: the vault must
     *     hold what each of them has up to it
     * @throws io.cdcvault.failure.CdcVaultException when it cannot be read
     */
    public static VaultDigest of(
            Settings settings,
            VaultModel model,
            LoadDate loadDate,
            LoadDate shared,
            Set<String> grown,
            Progress progress) {
        Share share = model.settings().share();
        Set<TableShape.Kind> keys = Set.of(TableShape.Kind.HUB, TableShape.Kind.LINK);
        return of(
                settings,
                model,
                shape ->
                        (keys.contains(shape.kind()) && share.isShared(shape.element()) ? shared : loadDate).toString(),
                grown,
                progress);
    }

    /**
     * The satellites that had other attributes in an earlier model. Their hashdiffs are of those that there were at the
     * time, which a vault made by the present model cannot have.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public static Set<String> grown(Settings settings, VaultModel model) {
        Set<String> grown = new HashSet<>();
        try (ReadSession vault =
                ReadSession.open(ReadSession.Database.WAREHOUSE, settings.warehouse(), settings.name())) {
            LoadedVault loaded = LoadedVault.of(settings, model.settings().schema());
            vault.ask("read the models of the vault", connection -> new ModelHistory(connection, loaded).attributes())
                    .forEach((satellite, models) -> {
                        if (models.size() > 1) {
                            grown.add(satellite);
                        }
                    });
        }
        return grown;
    }

    private static VaultDigest of(
            Settings settings,
            VaultModel model,
            Function<TableShape, String> loadDates,
            Set<String> grown,
            Progress progress) {
        List<TableShape> shapes = VaultTables.of(model);
        List<Table> tables = new ArrayList<>();
        try (ReadSession vault =
                ReadSession.open(ReadSession.Database.WAREHOUSE, settings.warehouse(), settings.name())) {
            progress.begin("Digesting " + shapes.size() + " tables of schema "
                    + model.settings().schema());
            for (TableShape shape : shapes) {
                progress.at(tables.size(), shapes.size(), shape.name());
                tables.add(digest(vault, model, shape, grown.contains(shape.name()), loadDates.apply(shape)));
            }
        }
        return new VaultDigest(tables, overAll(tables));
    }

    /** The tables in which two vaults differ: those that only one has, too. */
    public List<String> tablesUnlike(VaultDigest other) {
        return Stream.concat(tables.stream(), other.tables.stream())
                .filter(table -> !(tables.contains(table) && other.tables.contains(table)))
                .map(Table::name)
                .distinct()
                .toList();
    }

    /** A table that is not as the model says has a digest that no other has. */
    private static Table digest(
            ReadSession vault, VaultModel model, TableShape shape, boolean isGrown, String loadDate) {
        if (!isAsModelled(vault, model, shape)) {
            return new Table(shape.name(), 0, "lacks columns");
        }
        return vault.query(
                "digest " + shape.name(),
                sql(model, shape, isGrown),
                row -> {
                    row.next();
                    return new Table(shape.name(), row.getLong(1), row.getString(2));
                },
                loadDate);
    }

    private static boolean isAsModelled(ReadSession vault, VaultModel model, TableShape shape) {
        List<String> columns =
                shape.columns().stream().map(column -> column.name()).toList();
        return vault.query(
                "look up " + shape.name(),
                COLUMNS,
                row -> row.next() && row.getLong(1) == columns.size(),
                Identifiers.qualified(model.settings().schema(), shape.name()),
                columns);
    }

    /** In two levels, since a text holds no more than a gigabyte. */
    private static String sql(VaultModel model, TableShape shape, boolean isGrown) {
        List<String> columns = shape.columns().stream()
                .map(column -> column.name())
                .filter(column ->
                        !isGrown || !column.equals(model.settings().naming().hashDiff()))
                .toList();
        return "select coalesce(sum(count), 0)::bigint, md5(coalesce(string_agg(digest, '' order by bucket collate \"C\"), ''))\n"
                + "from (select left(row_digest, 2) as bucket, count(*),"
                + " md5(string_agg(row_digest, '' order by row_digest collate \"C\")) as digest\n"
                + "from (select md5(convert_to(row(" + Names.list("vault_row", columns)
                + ")::text, 'UTF8')) as row_digest from "
                + Identifiers.qualified(model.settings().schema(), shape.name()) + " as vault_row\nwhere "
                + Identifiers.quoted(model.settings().naming().loadDate())
                + " <= ?::timestamptz) as hashed\ngroup by 1) as buckets";
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
