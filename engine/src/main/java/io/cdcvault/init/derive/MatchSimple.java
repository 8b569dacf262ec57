package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Computed.Argument;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.reading.ExpressionText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * PostgreSQL follows a foreign key of several columns only where none of them is empty. A hub's key is empty only where
 * all of it is: so what feeds it must be empty in a row that refers to nothing.
 */
final class MatchSimple {

    /** What YAML takes for the rest of a type, as the language sees it. */
    private static final Pattern REST_OF_TYPE = Pattern.compile("(?s)\\d+\\).*");

    private MatchSimple() {}

    /** Whether a row may hold some of the key and refer to nothing. */
    static boolean isPartial(CatalogTable from, ForeignKey key) {
        return key.columns().stream()
                .anyMatch(column -> !conditions(from, key, column).isEmpty());
    }

    /** Whether the language can say what feeds the hub: an expression cannot use columns of any name. */
    static boolean canBeSaid(CatalogTable from, ForeignKey key) {
        return key.columns().stream()
                .filter(column -> !conditions(from, key, column).isEmpty())
                .flatMap(column -> Stream.concat(Stream.of(column), conditions(from, key, column).stream()))
                .allMatch(MatchSimple::canBeUsed);
    }

    private static boolean canBeUsed(String column) {
        return column.indexOf('#') < 0
                && !column.isBlank()
                && !REST_OF_TYPE.matcher(column).matches()
                && ExpressionText.complaint(Identifiers.quoted(column)).isEmpty();
    }

    /**
     * What feeds the hub in a column's place; nothing where the column itself does.
     *
     * @param types of the columns where they are staged
     */
    static Optional<Expression> expression(
            CatalogTable from, ForeignKey key, String column, UnaryOperator<String> types) {
        List<String> conditions = conditions(from, key, column);
        if (conditions.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Argument> arguments = new LinkedHashMap<>();
        Stream.concat(Stream.of(column), conditions.stream())
                .forEach(each -> arguments.put(each, new Argument(each, types.apply(each))));
        String sql = conditions.stream()
                .map(each -> Identifiers.quoted(each) + " is not null")
                .collect(Collectors.joining(" and ", "case when ", " then " + Identifiers.quoted(column) + " end"));
        return Optional.of(new Expression(sql, arguments));
    }

    /** The other columns of the key that may be empty. */
    private static List<String> conditions(CatalogTable from, ForeignKey key, String column) {
        return key.required().stream()
                .filter(each -> !each.equals(column) && !from.column(each).isNotNull())
                .toList();
    }
}
