package io.cdcvault.schema.model;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What feeds a column of the vault and is no column of the source's. The loader's staging table computes it, so the
 * server itself refuses the row for which it cannot.
 *
 * <p>Why: docs/decisions/0030-the-staging-table-computes.md
 */
public sealed interface Computed {

    /** What stands for it where a column's name could stand, and in messages. No column that feeds something has it. */
    String name();

    /** The columns of the source that it is made of. */
    Set<String> sourceColumns();

    /** Whether it is made of this column of the source, among others. */
    default boolean uses(String column) {
        return sourceColumns().contains(column);
    }

    /** The same after columns of the source have got other names. */
    Computed renamed(UnaryOperator<String> rename);

    /** The same text for each row; also for a row that is deleted. */
    record Constant(String text) implements Computed {

        @Override
        public String name() {
            return "'" + text.replace("'", "''") + "'";
        }

        @Override
        public Set<String> sourceColumns() {
            return Set.of();
        }

        @Override
        public Computed renamed(UnaryOperator<String> rename) {
            return this;
        }
    }

    /**
     * An immutable SQL expression over one row.
     *
     * @param arguments what it calls its columns, and what these are
     */
    record Expression(String sql, Map<String, Argument> arguments) implements Computed {

        public Expression {
            arguments = Ordered.copy(arguments);
        }

        @Override
        public String name() {
            return "(" + sql + ")";
        }

        @Override
        public Set<String> sourceColumns() {
            Set<String> columns = new LinkedHashSet<>();
            arguments.values().forEach(argument -> columns.add(argument.column()));
            return columns;
        }

        @Override
        public Computed renamed(UnaryOperator<String> rename) {
            Map<String, Argument> renamed = new LinkedHashMap<>(arguments);
            renamed.replaceAll((name, argument) -> new Argument(rename.apply(argument.column()), argument.type()));
            return new Expression(sql, renamed);
        }
    }

    /**
     * A column that an expression is made of.
     *
     * @param column of the source; it may have got another name since the expression was written
     * @param type that its value has in the expression
     */
    record Argument(String column, String type) {}
}
