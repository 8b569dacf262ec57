package io.cdcvault.schema.hash;

import io.cdcvault.schema.model.HashAlgorithm;
import java.util.List;
import java.util.Map;
import org.jooq.DataType;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * How keys and hashdiffs are computed, as SQL expressions. Those of a recipe that is named after a dbt package are
 * bit-identical to the package's. The text form of a value is PostgreSQL's own: sessions must pin TimeZone, DateStyle,
 * IntervalStyle, bytea_output and extra_float_digits.
 */
public interface HashRecipe {

    /** Of a recipe whose keys are the same only when they are equal: it loses nothing. */
    String EXACT = Exact.NAME;

    /** The recipe of the dbt package automate-dv. */
    String AUTOMATE_DV = AutomateDv.NAME;

    String name();

    /** The type of the hash columns. */
    DataType<?> type();

    /**
     * The hash key of a business key, or of all the business keys of a link.
     *
     * @param parts in hashing order, each of its vault column's type
     * @return NULL when the recipe knows no key for these values, as for a business key that is all NULL
     */
    Field<?> key(List<? extends Field<?>> parts);

    /**
     * Whether {@link #key} of these values is not NULL.
     *
     * @param parts as text, in hashing order
     */
    boolean hasKey(List<@Nullable String> parts);

    /**
     * Whether other values, which the recipe does not take for equal to these, may have the same {@link #key}. Both of
     * such a pair answer yes; hash functions that collide by chance are left out of account.
     *
     * @param parts as text, in hashing order
     */
    boolean mayCollide(List<@Nullable String> parts);

    /**
     * A part of a key as far as the recipe looks at it. Two keys are the same when these do not differ, part by part,
     * NULL being equal to NULL.
     */
    Field<String> normalized(Field<?> part);

    /**
     * The hash of all the attributes: equal when the recipe takes all of them for equal.
     *
     * @param attributes by name; the recipe decides their order
     * @return never NULL
     */
    Field<?> hashDiff(Map<String, ? extends Field<?>> attributes);

    /** The recipes that there are. */
    static List<String> names() {
        return HashRecipes.names();
    }

    /**
     * The recipe of this name.
     *
     * @throws IllegalArgumentException when no recipe has this name
     */
    static HashRecipe named(String name, HashAlgorithm algorithm) {
        return HashRecipes.named(name, algorithm);
    }
}
