package io.cdcvault.schema.reading;

import io.cdcvault.schema.model.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** The section {@code naming}. */
final class NamingSection {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}?");
    private static final List<String> OF_TABLE = List.of("{entity}", "{table}");
    static final Map<String, List<String>> PLACEHOLDERS = Map.of(
            "hash_key",
            OF_TABLE,
            "status_table",
            OF_TABLE,
            "effectivity_table",
            OF_TABLE,
            "role_key",
            List.of("{role}"));
    static final List<String> KEYS = List.of(
            "hash_key",
            "role_key",
            "driving_key",
            "load_date",
            "record_source",
            "hash_diff",
            "source_lsn",
            "status",
            "is_active",
            "status_table",
            "effectivity_table");

    /** Those that may stand there in a model of several sources, too. */
    static final List<String> BY_SOURCE = List.of("status_table", "effectivity_table");

    private final Document document;
    private final Report report;
    private final boolean hasSources;

    /** @param hasSources whether the model has tables of several sources */
    NamingSection(Document document, Report report, boolean hasSources) {
        this.document = document;
        this.report = report;
        this.hasSources = hasSources;
    }

    static Naming standard(boolean hasSources) {
        return hasSources ? Naming.ofSeveralSources() : Naming.standard();
    }

    Naming read(Node node) {
        YamlMapping naming = document.mapping(node, "naming keys to templates").only(KEYS);
        Naming standard = standard(hasSources);
        return new Naming(
                template(naming, "hash_key", standard.hashKey()),
                template(naming, "role_key", standard.roleKey()),
                template(naming, "driving_key", standard.drivingKey()),
                template(naming, "load_date", standard.loadDate()),
                template(naming, "record_source", standard.recordSource()),
                template(naming, "hash_diff", standard.hashDiff()),
                template(naming, "source_lsn", standard.sourceLsn()),
                template(naming, "status", standard.status()),
                template(naming, "is_active", standard.isActive()),
                template(naming, "status_table", standard.statusTable()),
                template(naming, "effectivity_table", standard.effectivityTable()));
    }

    private String template(YamlMapping naming, String key, String standard) {
        return naming.value(key)
                .flatMap(node -> {
                    var template = document.text(node, "a name or template");
                    template.ifPresent(text -> checkPlaceholders(node, key, text));
                    return template;
                })
                .orElse(standard);
    }

    private void checkPlaceholders(Node node, String key, String template) {
        List<String> known = new ArrayList<>(PLACEHOLDERS.getOrDefault(key, List.of()));
        if (hasSources && BY_SOURCE.contains(key)) {
            known.add(Naming.SOURCE);
        }
        String expected = known.isEmpty() ? "a plain name" : "only " + String.join(" and ", known);
        PLACEHOLDER
                .matcher(template)
                .results()
                .filter(match -> !known.contains(match.group()))
                .forEach(match -> report.at(
                        node, "Unknown placeholder " + match.group() + " in " + key + ", expected " + expected));
    }
}
