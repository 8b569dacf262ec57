package io.cdcvault.schema.hash;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.trim;
import static org.jooq.impl.DSL.upper;

import io.cdcvault.schema.model.HashAlgorithm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of the dbt package automate-dv, as its macro {@code hash} renders them for PostgreSQL.
 *
 * <p>Where they surprise: case and surrounding blanks do not count, an empty text is a NULL, and a composite key whose
 * parts are all NULL or all {@code ^^} is NULL.
 */
record AutomateDv(HashAlgorithm algorithm) implements HashRecipe {

    static final String NAME = "automate-dv";

    private static final String NULL_PLACEHOLDER = "^^";
    private static final String SEPARATOR = "||";

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
        if (parts.size() == 1) {
            return digest(normalized(parts.get(0)));
        }
        String allNull = String.join(SEPARATOR, Collections.nCopies(parts.size(), NULL_PLACEHOLDER));
        return digest(nullif(joined(parts.stream()), inline(allNull)));
    }

    @Override
    public boolean hasKey(List<@Nullable String> parts) {
        return parts.stream().anyMatch(part -> !isNothing(part, parts.size() > 1));
    }

    private static boolean isNothing(@Nullable String part, boolean isComposite) {
        String trimmed = trimmed(part);
        return trimmed.isEmpty() || (isComposite && trimmed.equals(NULL_PLACEHOLDER));
    }

    /** As SQL's trim, which takes blanks and nothing else. */
    private static String trimmed(@Nullable String part) {
        if (part == null) {
            return "";
        }
        int begin = 0;
        int end = part.length();
        while (begin < end && part.charAt(begin) == ' ') {
            begin++;
        }
        while (begin < end && part.charAt(end - 1) == ' ') {
            end--;
        }
        return part.substring(begin, end);
    }

    /**
     * Of two keys with one text, say that no part of the first holds a bar. Then the text has the bars of the n - 1
     * separators and no others; so the second has none in its parts either, both are cut at the same places, and their
     * parts are the same texts. What is left is that a text stands for two values, and only {@code ^^} does: for itself
     * and for NULL. So both keys of a pair hold a bar, or in some part one is NULL and the other is {@code ^^}. Upper
     * case makes no bar and no {@code ^}, and takes none away. A key of one part is not joined, and its NULL has no
     * hash.
     */
    @Override
    public boolean mayCollide(List<@Nullable String> parts) {
        return parts.size() > 1
                && parts.stream().anyMatch(part -> part == null || part.indexOf('|') >= 0 || isNothing(part, true));
    }

    @Override
    public Field<?> hashDiff(Map<String, ? extends Field<?>> attributes) {
        // Jinja's sort, which orders the package's columns, ignores case.
        Stream<? extends Field<?>> sorted = attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(name -> name.toLowerCase(Locale.ROOT))))
                .map(Map.Entry::getValue);
        return digest(joined(sorted));
    }

    private Field<String> joined(Stream<? extends Field<?>> values) {
        return values.<Field<?>>map(value -> coalesce(normalized(value), inline(NULL_PLACEHOLDER)))
                .collect(collectingAndThen(toList(), AutomateDv::separated));
    }

    private static Field<String> separated(List<Field<?>> values) {
        List<Field<?>> pieces = new ArrayList<>();
        for (Field<?> value : values) {
            if (!pieces.isEmpty()) {
                pieces.add(inline(SEPARATOR));
            }
            pieces.add(value);
        }
        return Concatenation.of(pieces);
    }

    @Override
    public Field<String> normalized(Field<?> value) {
        return nullif(upper(trim(value.cast(SQLDataType.CLOB))), inline(""));
    }

    private Field<byte[]> digest(Field<String> text) {
        return Digest.of(algorithm, text);
    }
}
