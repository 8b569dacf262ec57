package io.cdcvault.load.plan;

import io.cdcvault.change.RowImage;
import io.cdcvault.schema.hash.HashRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a source table's row in the vault.
 *
 * @param businessKeys each business key that is part of it
 * @param childKey the source columns that distinguish the rows under one business key
 * @param columns all of these source columns, each once
 * @param plain those of them that are a part of it as they are, and not only by what an expression makes of them
 */
public record RowIdentity(
        HashRecipe recipe,
        List<BusinessKey> businessKeys,
        List<String> childKey,
        List<String> columns,
        List<String> plain) {

    RowIdentity(HashRecipe recipe, List<BusinessKey> businessKeys, List<String> childKey, List<String> plainParts) {
        this(
                recipe,
                List.copyOf(businessKeys),
                List.copyOf(childKey),
                Stream.concat(businessKeys.stream().flatMap(key -> key.columns().stream()), childKey.stream())
                        .distinct()
                        .toList(),
                Stream.concat(plainParts.stream(), childKey.stream()).distinct().toList());
    }

    /** Made of columns alone. */
    RowIdentity(HashRecipe recipe, List<List<String>> businessKeys, List<String> childKey) {
        this(
                recipe,
                businessKeys.stream()
                        .map(columns -> new BusinessKey(columns, false))
                        .toList(),
                childKey,
                businessKeys.stream().flatMap(List::stream).toList());
    }

    /**
     * A business key.
     *
     * @param columns of the source, in hashing order
     * @param isComputed whether an expression is made of some of them
     */
    public record BusinessKey(List<String> columns, boolean isComputed) {

        public BusinessKey {
            columns = List.copyOf(columns);
        }
    }

    /** Why it cannot be known what identifies a row with this image, in words; empty when it is known. */
    public Optional<String> unknown(RowImage image) {
        for (BusinessKey key : businessKeys) {
            for (String column : key.columns()) {
                if (RowImage.UNAVAILABLE.equals(image.text(column))) {
                    return Optional.of(
                            "The master's log does not hold its business key: " + String.join(", ", key.columns()));
                }
            }
        }
        return childKey.stream()
                .filter(column -> RowImage.UNAVAILABLE.equals(image.text(column)))
                .findFirst()
                .map(column -> "The master's log does not hold which row under its business key it is: " + column);
    }

    /**
     * What of a row's identity is empty, so that it has no place in the vault, in words; empty when nothing is, or when
     * the image does not have all identifying columns. What an expression makes of them, only the warehouse knows.
     */
    public Optional<String> gap(RowImage image) {
        if (!isToldBy(image)) {
            return Optional.empty();
        }
        for (BusinessKey key : businessKeys) {
            List<@Nullable String> values = new ArrayList<>(key.columns().size());
            key.columns().forEach(column -> values.add(image.text(column)));
            if (!key.isComputed() && !recipe.hasKey(values)) {
                return Optional.of("Its business key is empty: " + String.join(", ", key.columns()));
            }
        }
        for (String column : childKey) {
            if (image.text(column) == null) {
                return Optional.of("It does not say which row under its business key it is: " + column);
            }
        }
        return Optional.empty();
    }

    private boolean isToldBy(RowImage image) {
        for (BusinessKey key : businessKeys) {
            if (!image.columns().keySet().containsAll(key.columns())) {
                return false;
            }
        }
        return image.columns().keySet().containsAll(childKey);
    }
}
