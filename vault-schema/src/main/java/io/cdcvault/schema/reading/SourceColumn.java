package io.cdcvault.schema.reading;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The name of a source's column, as one writes it. What looks like an expression of SQL or a constant of AutomateDV is
 * refused with the form in which the model has them: a column of such a name would hardly ever exist. One that does is
 * written in double quotes within the YAML's own.
 */
final class SourceColumn {

    private static final Pattern EXPRESSION = Pattern.compile("!.*|.*\\(.*\\).*|.*(::|\\|\\|).*|'.*'", Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("![^()]*|'[^']*'", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")+\"");

    private SourceColumn() {}

    /** Empty when the node is none, which is reported. */
    static Optional<String> of(Node node, String expected, Document document, Report report) {
        return of(node, expected, name -> "", document, report);
    }

    /** The same where something may be computed instead. */
    static Optional<String> fed(Node node, String expected, Document document, Report report) {
        return of(node, expected, name -> "an expression is written " + written(name) + ", ", document, report);
    }

    private static Optional<String> of(
            Node node, String expected, UnaryOperator<String> hint, Document document, Report report) {
        Optional<String> text = document.text(node, expected);
        if (text.filter(name -> QUOTED.matcher(name).matches()).isPresent()) {
            return text.map(name -> name.substring(1, name.length() - 1).replace("\"\"", "\""));
        }
        text.filter(name -> EXPRESSION.matcher(name).matches())
                .ifPresent(name -> report.at(
                        node,
                        "Expected " + expected + ", found the expression " + name + "; " + hint.apply(name)
                                + "a column of that very name is written '\"" + name.replace("\"", "\"\"") + "\"'"));
        return text;
    }

    private static String written(String expression) {
        return CONSTANT.matcher(expression).matches()
                ? "{value: " + expression.replaceAll("^[!']+|'$", "") + "}"
                : "{sql: '" + expression.replace("'", "''") + "', columns: {a_column: its_type}}";
    }
}
