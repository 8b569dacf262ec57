package io.cdcvault.settings;

import io.cdcvault.schema.reading.Nearest;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a YAML file of the configuration says: values by full key, each with its line, and everything wrong with it. */
final class ConfigurationFile {

    private static final String ROOT = "cdc-vault";

    private final KnownSettings known = KnownSettings.ALL;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigurationFile() {}

    static ConfigurationFile of(String yaml) {
        ConfigurationFile file = new ConfigurationFile();
        file.compose(yaml).ifPresent(file::readRoot);
        return file;
    }

    /** Texts as they are written, by full key. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** Where a full key stands in the file, in words; empty when it does not. */
    Optional<String> place(String key) {
        return Optional.ofNullable(lines.get(key)).map(line -> "line " + line);
    }

    /** Each with its line. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private Optional<Node> compose(String yaml) {
        try {
            return Optional.ofNullable(
                    new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml)));
        } catch (MarkedYAMLException e) {
            problem(line(e.getProblemMark()), "Not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problem(1, "Not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void readRoot(Node root) {
        for (Entry entry : entries(root, "a mapping with the key " + ROOT)) {
            if (entry.name().equals(ROOT)) {
                readSection("", entry.value());
            } else {
                problem(entry.line(), "Unknown key " + entry.name() + ", expected all settings below " + ROOT);
            }
        }
    }

    /** The same as one of its sources has it: as a file with that source alone. */
    ConfigurationFile ofSource(String source) {
        ConfigurationFile file = new ConfigurationFile();
        file.values.putAll(Sources.of(source, values));
        lines.forEach(
                (key, line) -> Sources.of(source, Map.of(key, "")).keySet().forEach(own -> file.lines.put(own, line)));
        file.problems.addAll(problems);
        return file;
    }

    /** Several sources, each below its name. */
    private void readSources(Node node) {
        for (Entry entry : entries(node, "a mapping of names to sources")) {
            if (!Sources.isName(entry.name())) {
                problem(
                        entry.line(),
                        "The source " + entry.name()
                                + " needs another name, expected up to 30 of a-z, 0-9 and _, a letter first");
            }
            String section = Sources.SECTION + "." + entry.name() + ".";
            for (Entry setting : entries(entry.value(), "a mapping of settings")) {
                String name = section + setting.name();
                if (known.isSetting(Sources.ofOne(name).orElse(""))) {
                    text(name, setting).ifPresent(text -> put(name, text, setting));
                } else {
                    problem(
                            setting.line(),
                            "Unknown key " + KnownSettings.PREFIX + name + ", expected topic-prefix or one of "
                                    + String.join(", ", known.below("source.")));
                }
            }
        }
    }

    private void readSection(String section, Node node) {
        for (Entry entry : entries(node, "a mapping of settings")) {
            String name = section + entry.name();
            if (name.equals(Sources.SECTION)) {
                readSources(entry.value());
            } else if (known.isOpenSection(name)) {
                readOpen(name + ".", "", entry.value());
            } else if (known.isSection(name)) {
                readSection(name + ".", entry.value());
            } else if (known.isSetting(name)) {
                text(name, entry).ifPresent(text -> put(name, text, entry));
            } else {
                problem(entry.line(), "Unknown key " + KnownSettings.PREFIX + name + meant(section, name));
            }
        }
    }

    /** Names of several words, written with dots or one below the other. */
    private void readOpen(String section, String words, Node node) {
        for (Entry entry : entries(node, "a mapping of properties")) {
            String word = words + entry.name();
            if (entry.value() instanceof MappingNode
                    && word.chars().filter(c -> c == '.').count() < MOST_WORDS) {
                readOpen(section, word + ".", entry.value());
            } else {
                text(section + word, entry).ifPresent(text -> put(OpenNames.quoted(section + word), text, entry));
            }
        }
    }

    private static final int MOST_WORDS = 10;

    private void put(String name, String text, Entry entry) {
        if (values.putIfAbsent(KnownSettings.PREFIX + name, text) == null) {
            lines.put(KnownSettings.PREFIX + name, entry.line());
        } else {
            problem(entry.line(), "The key " + KnownSettings.PREFIX + name + " is there twice");
        }
    }

    /** Empty for a key with nothing behind it, which is as if it were not there. */
    private Optional<String> text(String name, Entry entry) {
        if (entry.value() instanceof ScalarNode scalar) {
            return isNothing(scalar) ? Optional.empty() : Optional.of(scalar.getValue());
        }
        problem(entry.line(), "Expected one value of " + KnownSettings.PREFIX + name + ", found several");
        return Optional.empty();
    }

    /** The name that was most likely meant, else those that the section has. */
    private String meant(String section, String name) {
        return Nearest.to(name, known.namesAndSections())
                .map(found -> "; did you mean " + KnownSettings.PREFIX + found + "?")
                .orElseGet(() -> ", expected one of " + String.join(", ", known.below(section)));
    }

    private record Entry(String name, int line, Node value) {}

    private List<Entry> entries(Node node, String expected) {
        if (!(node instanceof MappingNode mapping)) {
            if (!(node instanceof ScalarNode scalar && isNothing(scalar))) {
                problem(line(node.getStartMark()), "Expected " + expected);
            }
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = line(tuple.getKeyNode().getStartMark());
            if (tuple.getKeyNode() instanceof ScalarNode key && !key.getValue().isBlank()) {
                if (entries.stream().anyMatch(entry -> entry.name().equals(key.getValue()))) {
                    problem(line, "The key " + key.getValue() + " is there twice");
                }
                entries.add(new Entry(key.getValue(), line, tuple.getValueNode()));
            } else {
                problem(line, "Expected a name as the key");
            }
        }
        return entries;
    }

    private void problem(int line, String what) {
        problems.add("line " + line + ": " + what);
    }

    private static boolean isNothing(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL);
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getLine() + 1;
    }
}
