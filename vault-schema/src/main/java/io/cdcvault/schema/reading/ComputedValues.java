package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Argument;
import io.cdcvault.schema.model.Computed.Constant;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.SourceTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** What a source table's feeds compute: {@code {value: …}} and {@code {sql: …, columns: …}}. */
final class ComputedValues {

    static final List<String> KEYS = List.of("value", "sql", "columns");
    static final List<String> FILTER_KEYS = List.of("sql", "columns");

    private final Document document;
    private final Report report;
    private final Map<String, Computed> values = new LinkedHashMap<>();
    private final Map<String, Node> columns = new HashMap<>();

    ComputedValues(Document document, Report report) {
        this.document = document;
        this.report = report;
    }

    /** All that the table computes, by their names. */
    Map<String, Computed> values() {
        columns.forEach((name, node) -> {
            if (values.containsKey(name)) {
                report.at(
                        node, "The column " + name + " has the name of what is computed beside it, expected one only");
            }
        });
        return values;
    }

    /** The condition that rows of the vault meet. */
    void readFilter(Node node) {
        YamlMapping keys = document.mapping(node, "sql and columns").only(FILTER_KEYS);
        String of = "the row filter";
        if (keys.value("sql").isEmpty()) {
            report.at(node, "Expected {sql: …, columns: …} for " + of);
        }
        expression(keys, node, of).map(Expression.class::cast).ifPresent(condition -> {
            add(SourceTable.nameOfFilter(condition), condition, node);
        });
    }

    /** A column of the source that feeds something. */
    void keepApart(String column, Node node) {
        columns.putIfAbsent(column, node);
    }

    /**
     * The name of what is computed; empty when it cannot be read, which is reported.
     *
     * @param fed the vault's column
     */
    Optional<String> read(MappingNode node, String fed) {
        YamlMapping keys = document.mapping(node, "value, or sql and columns").only(KEYS);
        Optional<Computed> value =
                keys.value("value").isPresent() == keys.value("sql").isPresent()
                        ? neither(node, fed)
                        : keys.value("value").isPresent()
                                ? constant(keys, fed)
                                : expression(keys, node, "the expression of " + fed);
        value.ifPresent(read -> add(read.name(), read, node));
        return value.map(Computed::name);
    }

    private Optional<Computed> neither(Node node, String fed) {
        report.at(node, "Expected {value: …} or {sql: …, columns: …} for " + fed);
        return Optional.empty();
    }

    private Optional<Computed> constant(YamlMapping keys, String fed) {
        keys.value("columns")
                .ifPresent(columns -> report.at(columns, "A value is made of no columns, expected {value: …} alone"));
        return keys.value("value")
                .flatMap(text -> document.text(text, "the value of " + fed))
                .map(Constant::new);
    }

    private Optional<Computed> expression(YamlMapping keys, Node node, String what) {
        Optional<String> sql = keys.value("sql").flatMap(text -> document.text(text, what));
        sql.flatMap(ExpressionText::complaint).ifPresent(complaint -> report.at(node, complaint));
        Map<String, Argument> arguments =
                keys.required("columns", node, what).map(this::arguments).orElse(Map.of());
        return sql.map(text -> new Expression(text, arguments));
    }

    private Map<String, Argument> arguments(Node node) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        new ColumnsReader(document, report).read(node).forEach(column -> {
            if (column.name().indexOf('#') >= 0) {
                report.at(node, "An expression cannot use " + column.name() + ", whose name holds a #");
            }
            arguments.put(column.name(), new Argument(column.name(), column.type()));
        });
        if (arguments.isEmpty()) {
            report.at(
                    node, "An expression is made of a column or more, expected {value: …} for what is the same always");
        }
        return arguments;
    }

    /** Two expressions that call a column the same must take it for the same. */
    private void add(String called, Computed value, Node node) {
        Computed other = values.putIfAbsent(called, value);
        if (other != null && !other.equals(value)) {
            report.at(node, "The expression " + value.name() + " takes its columns for other types elsewhere");
        }
        if (value instanceof Expression expression) {
            expression.arguments().forEach((name, argument) -> values.values().stream()
                    .filter(Expression.class::isInstance)
                    .map(each -> ((Expression) each).arguments().get(name))
                    .filter(each -> each != null && !each.equals(argument))
                    .findFirst()
                    .ifPresent(each -> report.at(
                            node,
                            "The column " + name + " is " + argument.type() + " in one expression and " + each.type()
                                    + " in another, expected one type for all of a table's")));
        }
    }
}
