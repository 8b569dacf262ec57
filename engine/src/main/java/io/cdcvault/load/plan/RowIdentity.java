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
 * @param businessKeys the source columns of each business key that is part of it, in hashing order
 * @param childKey the source columns that distinguish the rows under one business key
 * @param columns all of these source columns, each once
 */
public record RowIdentity(
        HashRecipe recipe, List<List<String>> businessKeys, List<String> childKey, List<String> columns) {

    public RowIdentity(HashRecipe recipe, List<List<String>> businessKeys, List<String> childKey) {
        this(
                recipe,
                List.copyOf(businessKeys),
                List.copyOf(childKey),
                Stream.concat(businessKeys.stream().flatMap(List::stream), childKey.stream())
                        .distinct()
                        .toList());
    }

    /** Why it cannot be known what identifies a row with this image, in words; empty when it is known. */
    public Optional<String> unknown(RowImage image) {
        for (List<String> columns : businessKeys) {
            for (String column : columns) {
                if (RowImage.UNAVAILABLE.equals(image.text(column))) {
                    return Optional.of(
                            "The master's log does not hold its business key: " + String.join(", ", columns));
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
     * the image does not have all identifying columns.
     */
    public Optional<String> gap(RowImage image) {
        if (!isToldBy(image)) {
            return Optional.empty();
        }
        for (List<String> columns : businessKeys) {
            List<@Nullable String> values = new ArrayList<>(columns.size());
            columns.forEach(column -> values.add(image.text(column)));
            if (!recipe.hasKey(values)) {
                return Optional.of("Its business key is empty: " + String.join(", ", columns));
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
        for (List<String> columns : businessKeys) {
            if (!image.columns().keySet().containsAll(columns)) {
                return false;
            }
        }
        return image.columns().keySet().containsAll(childKey);
    }
}
