package io.cdcvault.schema.reading;

import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The name of a source's column, as one writes it. What looks like an expression of SQL or a constant of AutomateDV is
 * refused: the model has neither, and a column of such a name would hardly ever exist. One that does is written in
 * double quotes within the YAML's own.
 */
final class SourceColumn {

    private static final Pattern EXPRESSION = Pattern.compile("!.*|.*\\(.*\\).*|.*(::|\\|\\|).*|'.*'", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")+\"");

    private SourceColumn() {}

    /** Empty when the node is none, which is reported. */
    static Optional<String> of(Node node, String expected, Document document, Report report) {
        Optional<String> text = document.text(node, expected);
        if (text.filter(name -> QUOTED.matcher(name).matches()).isPresent()) {
            return text.map(name -> name.substring(1, name.length() - 1).replace("\"\"", "\""));
        }
        text.filter(name -> EXPRESSION.matcher(name).matches())
                .ifPresent(name -> report.at(
                        node,
                        "Expected " + expected + ", found the expression " + name
                                + "; a column of that very name is written '\"" + name.replace("\"", "\"\"") + "\"'"));
        return text;
    }
}
