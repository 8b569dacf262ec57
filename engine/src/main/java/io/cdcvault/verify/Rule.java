package io.cdcvault.verify;

import java.util.List;

/**
 * What must hold within the vault for any source.
 *
 * @param table the vault's table
 * @param claims in words; one scan checks all of them
 * @param violations selects for each violation the index of what is violated, and the key as text
 */
record Rule(String table, List<String> claims, String violations) {

    Rule {
        claims = List.copyOf(claims);
    }

    /** A rule of one claim. */
    static Rule of(String table, String claim, String violatingKeys) {
        return new Rule(table, List.of(claim), "select 0 as claim, key from (" + violatingKeys + ") as violating");
    }

    /** Claim, number of violations and some keys, for each claim that does not hold. */
    String sql(int examples) {
        return "select claim, count(*), array_agg(key) filter (where nth <= " + examples + ")\nfrom (select claim, key,"
                + " row_number() over (partition by claim) as nth\nfrom (" + violations
                + ") as violation) as numbered\ngroup by claim";
    }
}
