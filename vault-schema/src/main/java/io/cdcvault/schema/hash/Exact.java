package io.cdcvault.schema.hash;

import static org.jooq.impl.DSL.charLength;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.nullif;

import io.cdcvault.schema.model.HashAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of texts from which the values can be read back, so that values with different texts have different ones. A
 * value is the number of its characters, a colon and the characters, such as {@code 5:Smith}; NULL is a hyphen. Values
 * stand one after the other with nothing between them.
 *
 * <p>Read from the front, a hyphen is a NULL, and the digits before the first colon say how many characters belong to
 * the value: there is one way to read a text.
 *
 * <p>Why: docs/decisions/0025-the-exact-recipe-loses-nothing.md
 */
record Exact(HashAlgorithm algorithm) implements HashRecipe {

    static final String NAME = "exact";

    private static final String NULL = "-";
    private static final String LENGTH_END = ":";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DataType<?> type() {
        return SQLDataType.BLOB;
    }

    @Override
    public Field<?> key(List<? extends Field<?>> parts) {
        return Digest.of(
                algorithm,
                parts.size() == 1 ? measured(parts.get(0)) : nullif(encoded(parts), inline(NULL.repeat(parts.size()))));
    }

    @Override
    public boolean hasKey(List<@Nullable String> parts) {
        return parts.stream().anyMatch(Objects::nonNull);
    }

    @Override
    public boolean mayCollide(List<@Nullable String> parts) {
        return false;
    }

    @Override
    public Field<String> normalized(Field<?> part) {
        return part.cast(SQLDataType.CLOB);
    }

    /** In the order of the names, in which no two are equal. */
    @Override
    public Field<?> hashDiff(Map<String, ? extends Field<?>> attributes) {
        return Digest.of(
                algorithm,
                encoded(attributes.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .<Field<?>>map(Map.Entry::getValue)
                        .toList()));
    }

    private Field<String> encoded(List<? extends Field<?>> values) {
        return Concatenation.of(values.stream()
                .map(value -> coalesce(measured(value), inline(NULL)))
                .toList());
    }

    /** NULL of NULL. */
    private Field<String> measured(Field<?> value) {
        Field<String> text = normalized(value);
        return concat(charLength(text), inline(LENGTH_END), text);
    }
}
