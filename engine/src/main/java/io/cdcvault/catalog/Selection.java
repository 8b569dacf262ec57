package io.cdcvault.catalog;

import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tables are read.
 *
 * @param schemas patterns of schemas, with {@code *} and {@code ?}; all without any
 * @param excluded patterns of tables, as {@code table} or {@code schema.table}
 */
public record Selection(List<String> schemas, List<String> excluded) {

    public Selection {
        schemas = List.copyOf(schemas);
        excluded = List.copyOf(excluded);
    }

    /** All tables. */
    public static Selection all() {
        return new Selection(List.of(), List.of());
    }

    /** The patterns, and for those that there are none of, another selection's. */
    public Selection orElse(Selection other) {
        return new Selection(
                schemas.isEmpty() ? other.schemas() : schemas, excluded.isEmpty() ? other.excluded() : excluded);
    }

    /** Whether the table is wanted. */
    public boolean includes(TableName table) {
        boolean ofSchema = schemas.isEmpty() || schemas.stream().anyMatch(pattern -> matches(pattern, table.schema()));
        return ofSchema
                && excluded.stream()
                        .noneMatch(pattern -> matches(pattern, table.table()) || matches(pattern, table.toString()));
    }

    static boolean matches(String pattern, String name) {
        StringBuilder expression = new StringBuilder();
        pattern.codePoints().forEach(letter -> {
            String text = new String(Character.toChars(letter));
            expression.append(letter == '*' ? ".*" : letter == '?' ? "." : Pattern.quote(text));
        });
        return Pattern.compile(expression.toString(), Pattern.DOTALL)
                .matcher(name)
                .matches();
    }
}
