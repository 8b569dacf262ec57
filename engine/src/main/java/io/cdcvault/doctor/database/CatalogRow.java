package io.cdcvault.doctor.database;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of a catalog query: texts by column, as the server writes them. */
public final class CatalogRow {

    private final Map<String, @Nullable String> texts;

    public CatalogRow(Map<String, @Nullable String> texts) {
        this.texts = new HashMap<>(texts);
    }

    /** Empty for NULL. */
    String text(String column) {
        return optional(column).orElse("");
    }

    Optional<String> optional(String column) {
        if (!texts.containsKey(column)) {
            throw new IllegalArgumentException("The query has no column " + column);
        }
        return Optional.ofNullable(texts.get(column));
    }

    /** False for NULL. */
    boolean is(String column) {
        return text(column).equals("t");
    }

    /** 0 for NULL. */
    long number(String column) {
        return optional(column).map(Long::parseLong).orElse(0L);
    }

    double decimal(String column) {
        return optional(column).map(Double::parseDouble).orElse(0.0);
    }
}
