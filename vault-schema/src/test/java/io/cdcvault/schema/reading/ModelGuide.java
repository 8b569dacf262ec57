package io.cdcvault.schema.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tables of {@code docs/model.md} say of each key of the model's language. */
final class ModelGuide {

    private static final Path PAGE = Path.of("..", "docs", "model.md");
    private static final Map<String, String> PREFIXES = Map.of(
            "## The vault's half", "",
            "### Naming templates", "naming.",
            "## The mapping's half", "sources.<table>.");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|(?:.*[^\\\\]\\|)? (.+) \\|");

    private final Map<String, String> meanings = new HashMap<>();

    ModelGuide() {
        String prefix = null;
        for (String line : lines()) {
            prefix = line.startsWith("#") ? PREFIXES.get(line) : prefix;
            Matcher row = ROW.matcher(line);
            if (prefix != null && row.matches()) {
                meanings.put(prefix + row.group(1), row.group(2).replaceAll("\\[([^]]+)]\\([^)]+\\)", "$1"));
            }
        }
    }

    /** @param key such as {@code links.<link>.hubs} */
    String meaning(String key) {
        String meaning = meanings.get(key);
        if (meaning == null) {
            throw new AssertionError(PAGE + " says nothing of the key " + key);
        }
        return meaning;
    }

    private static Iterable<String> lines() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
