package io.cdcvault.init.write;

import java.util.ArrayList;
import java.util.List;

/** The lines of a model's text, with comments that are broken between words. */
final class Lines {

    private static final int WIDTH = 110;
    private static final int LEAST = 40;

    private final List<String> lines = new ArrayList<>();

    void add(int indent, String line) {
        lines.add(" ".repeat(indent) + line);
    }

    /** A line with a remark behind it; before it where there is no room. */
    void add(int indent, String line, String remark) {
        if (indent + line.length() + 4 + remark.length() <= WIDTH) {
            add(indent, line + "  # " + harmless(remark));
        } else {
            comment(indent, remark);
            add(indent, line);
        }
    }

    /** Not twice, and not behind a section's title. */
    void blank() {
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (!last.isEmpty() && !last.matches("\\w+:")) {
            lines.add("");
        }
    }

    void comment(int indent, String text) {
        comment(indent, "", text);
    }

    /** @param lead what each line begins with */
    void comment(int indent, String lead, String text) {
        int width = Math.max(LEAST, WIDTH - indent - lead.length() - 2);
        StringBuilder line = new StringBuilder();
        for (String word : harmless(text).split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                add(indent, "# " + lead + line);
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        add(indent, ("# " + lead + line).stripTrailing());
    }

    /** Comments beside each other as one text. */
    void comment(int indent, List<String> sentences) {
        if (!sentences.isEmpty()) {
            comment(indent, String.join(" ", sentences));
        }
    }

    String text() {
        return String.join("\n", lines).stripTrailing() + "\n";
    }

    /** Names of the source may hold what ends a comment. */
    private static String harmless(String text) {
        StringBuilder harmless = new StringBuilder();
        text.codePoints().forEach(letter -> harmless.appendCodePoint(YamlText.isOrdinary(letter) ? letter : '?'));
        return harmless.toString();
    }
}
