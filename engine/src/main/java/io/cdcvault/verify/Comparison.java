package io.cdcvault.verify;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two selects that give the same rows, on the source and on the vault, unless the vault is wrong. Their columns are
 * {@code k1, k2, …} and {@code v1, v2, …}, and of the same text forms on both sides. Texts are digested in UTF-8, with
 * any encodings of the databases.
 *
 * @param source the source table
 * @param subject the vault's table that holds the rows
 * @param keys the columns that distinguish rows
 * @param values names of the others
 * @param allowsMore whether the vault rightly holds rows that the source table has no longer; of the source's rows with
 *     the same key one is meant
 * @param risky casts of the source select that end it when a value does not fit
 */
record Comparison(
        TableName source,
        String subject,
        List<Key> keys,
        List<String> values,
        String sourceSelect,
        String vaultSelect,
        boolean allowsMore,
        Set<String> risky) {

    /**
     * A part of the key.
     *
     * @param name in the vault
     * @param sourceColumn that it comes from
     */
    record Key(String name, String sourceColumn) {}

    Comparison {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
        risky = Set.copyOf(risky);
    }

    String table() {
        return source.toString();
    }

    /** Rows and their digest by bucket; the digest does not depend on the order of the rows. */
    String bucketsOf(String select, KeySpelling spelling) {
        return "select left(key, 2), count(*), sum(('x' || left(md5(key || val), 16))::bit(64)::bigint)::text\nfrom "
                + digests(select, spelling) + "\ngroup by 1";
    }

    /** Key and value of each row of some buckets, both as digests, in the order of the keys. Parameter: the buckets. */
    String rowsOf(String select, KeySpelling spelling) {
        return "select key, val\nfrom " + digests(select, spelling) + "\nwhere left(key, 2) = any (?)"
                + "\norder by key collate \"C\", val collate \"C\"";
    }

    /** As {@link #rowsOf}, of some rows. Parameter: the digests of their keys. */
    String rowsByKey(String select, KeySpelling spelling) {
        return "select key, val\nfrom " + digests(select, spelling) + "\nwhere key = any (?)";
    }

    /** Some rows as texts, each after the digest of its key. Parameter: these digests. */
    String examplesOf(String select, KeySpelling spelling) {
        return "select * from (select " + key(spelling) + " as key" + textOfEach("k", keys.size())
                + textOfEach("v", values.size()) + "\nfrom (" + select + ") as side) as texts\nwhere key = any (?)";
    }

    /**
     * The digests of the keys of some of the source's rows, as they are now. Parameter: JSON objects of columns and
     * their texts.
     *
     * @param columns that the objects have
     */
    String keysOfSourceRows(List<String> columns, KeySpelling spelling) {
        String row = columns.stream()
                .map(column ->
                        Identifiers.literal(column) + ", " + ComparedCatalog.asWritten(Identifiers.quoted(column)))
                .collect(Collectors.joining(", ", "jsonb_build_object(", ")"));
        String some = sourceSelect + "\nand " + row + " in (select wanted::jsonb from unnest(?::text[]) as wanted)";
        return "select distinct key from " + digests(some, spelling);
    }

    /** As {@link #keysOfSourceRows}, of the vault's rows; empty when the columns do not all come to be in the key. */
    Optional<String> keysOfVaultRows(List<String> columns, KeySpelling spelling) {
        List<Integer> positions = columns.stream()
                .map(column -> IntStream.range(0, keys.size())
                        .filter(i -> keys.get(i).sourceColumn().equals(column))
                        .findFirst()
                        .orElse(-1))
                .toList();
        if (positions.contains(-1)) {
            return Optional.empty();
        }
        String held = positions.stream()
                .map(i -> spelling.of(ComparedCatalog.textOfAny("k" + (i + 1))))
                .collect(Collectors.joining(", ", "(", ")"));
        String wanted = columns.stream()
                .map(column -> spelling.of("(wanted::jsonb ->> " + Identifiers.literal(column) + ")"))
                .collect(Collectors.joining(", "));
        return Optional.of("select distinct " + key(spelling) + " from (" + vaultSelect + ") as side where " + held
                + " in (select " + wanted + " from unnest(?::text[]) as wanted)");
    }

    private String digests(String select, KeySpelling spelling) {
        return "(select " + (allowsMore && values.isEmpty() ? "distinct " : "") + key(spelling) + " as key, "
                + digest("row(" + texts("v", values.size()).collect(Collectors.joining(", ")) + ")::text")
                + " as val\nfrom (" + select + ") as side) as digests";
    }

    private String key(KeySpelling spelling) {
        return digest(texts("k", keys.size()).map(spelling::of).collect(Collectors.joining(", ", "row(", ")::text")));
    }

    private static String digest(String text) {
        return "md5(convert_to(" + text + ", 'UTF8'))";
    }

    private static Stream<String> texts(String letter, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> letter + i + "::text");
    }

    private static String textOfEach(String letter, int count) {
        return texts(letter, count)
                .map(text -> ", " + text + " as " + text.substring(0, text.indexOf(':')))
                .collect(Collectors.joining());
    }
}
