package io.cdcvault.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alert rules that ship with the project. */
final class ObservabilityFiles {

    private static final Path HOME = Path.of("..", "compose", "observability");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:cdc_vault|kafka|jvm|process|system|logback)_[a-z0-9_]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObservabilityFiles() {}

    /** Every metric that any query names. */
    static Set<String> metrics() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions()) {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                names.add(metric.group());
            }
        }
        return names;
    }

    private static List<String> expressions() throws IOException {
        JsonNode dashboard =
                JSON.readTree(HOME.resolve("grafana/cdc-vault.json").toFile());
        List<String> expressions = new java.util.ArrayList<>(dashboard.findValuesAsText("expr"));
        try (InputStream rules = Files.newInputStream(HOME.resolve("prometheus/alerts.yaml"))) {
            expressions.addAll(JSON.valueToTree(new Yaml().load(rules)).findValuesAsText("expr"));
        }
        return expressions;
    }
}
