package io.cdcvault.verify;

import java.util.List;

/**
 * Two selects that give the same rows, on the source and on the vault, unless the vault is wrong. Their columns are
 * {@code k1, k2, …} and {@code v1, v2, …}, and of the same types on both sides.
 *
 * @param table the source table
 * @param subject the vault's table that holds the rows
 * @param keys names of the columns that tell rows apart
 * @param values names of the others
 * @param allowsMore whether the vault rightly holds rows that the source table has no longer
 */
record Comparison(
        String table,
        String subject,
        List<String> keys,
        List<String> values,
        String sourceSelect,
        String vaultSelect,
        boolean allowsMore) {

    Comparison {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }

    /** Rows and their digest by bucket; the digest does not depend on the order of the rows. */
    String bucketsOf(String select) {
        return "select left(md5(key), 2), count(*), sum(('x' || left(md5(key || val), 16))::bit(64)::bigint)::text\nfrom "
                + texts(select) + "\ngroup by 1";
    }

    /** Key and value of each row of some buckets, both as digests, in the order of the keys. Parameter: the buckets. */
    String rowsOf(String select) {
        return "select md5(key), md5(val)\nfrom " + texts(select) + "\nwhere left(md5(key), 2) = any (?)"
                + "\norder by md5(key) collate \"C\", md5(val) collate \"C\"";
    }

    /** As {@link #rowsOf}, of some rows. Parameter: the digests of their keys. */
    String rowsByKey(String select) {
        return "select md5(key), md5(val)\nfrom " + texts(select) + "\nwhere md5(key) = any (?)";
    }

    /** Some rows as texts, each after the digest of its key. Parameter: these digests. */
    String examplesOf(String select) {
        return "select md5(" + key() + ")" + textOfEach("k", keys.size()) + textOfEach("v", values.size()) + "\nfrom ("
                + select + ") as side\nwhere md5(" + key() + ") = any (?)";
    }

    private String texts(String select) {
        return "(select " + key() + " as key, row(" + Names.numbered("v", values.size()) + ")::text as val\nfrom ("
                + select + ") as side) as texts";
    }

    private String key() {
        return "row(" + Names.numbered("k", keys.size()) + ")::text";
    }

    private static String textOfEach(String letter, int count) {
        StringBuilder texts = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            texts.append(", ").append(letter).append(i).append("::text");
        }
        return texts.toString();
    }
}
