package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.DriftPolicy;
import io.cdcvault.schema.model.DriftPolicy.Columns;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.DriftPolicy.DroppedKeys;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.DriftPolicy.Unknown;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A source table's key {@code drift}: one word for all, or a word for each kind of change. */
final class DriftSection {

    static final List<String> KEYS = List.of("columns", "types", "unknown_columns", "dropped", "dropped_keys");

    private final Document document;
    private final Report report;

    DriftSection(Document document, Report report) {
        this.document = document;
        this.report = report;
    }

    DriftPolicy read(Node node) {
        if (node instanceof ScalarNode) {
            Optional<Columns> all = word(node, Columns.class);
            return new DriftPolicy(
                    all,
                    all.map(columns -> columns == Columns.FOLLOW ? Types.FOLLOW : Types.PARK),
                    Optional.empty(),
                    all.filter(Columns.REPORT::equals).map(columns -> Dropped.REPORT),
                    all.filter(Columns.REPORT::equals).map(columns -> DroppedKeys.PARK));
        }
        YamlMapping keys = document.mapping(node, "what becomes of columns, types and the table, or FOLLOW or REPORT")
                .only(KEYS);
        return new DriftPolicy(
                keys.value("columns").flatMap(value -> word(value, Columns.class)),
                keys.value("types").flatMap(value -> word(value, Types.class)),
                keys.value("unknown_columns").flatMap(value -> word(value, Unknown.class)),
                keys.value("dropped").flatMap(value -> word(value, Dropped.class)),
                keys.value("dropped_keys").flatMap(value -> word(value, DroppedKeys.class)));
    }

    private <W extends Enum<W>> Optional<W> word(Node node, Class<W> words) {
        List<String> known =
                Arrays.stream(words.getEnumConstants()).map(Enum::name).toList();
        Optional<String> text = document.text(node, "one of " + String.join(", ", known));
        Optional<W> word = Arrays.stream(words.getEnumConstants())
                .filter(each -> text.filter(each.name()::equals).isPresent())
                .findFirst();
        if (word.isEmpty()) {
            text.ifPresent(other -> report.unknown(node, "word", other, known));
        }
        return word;
    }
}
