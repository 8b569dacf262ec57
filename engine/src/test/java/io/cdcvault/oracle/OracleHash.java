package io.cdcvault.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The hashes of a recipe, worked out again in Java. */
enum OracleHash {
    AUTOMATE_DV("automate-dv") {
        @Override
        String joined(List<String> parts) {
            return parts.stream()
                    .map(part -> part.equals(NULL) || normal(part).isEmpty() ? "^^" : normal(part))
                    .collect(Collectors.joining("||"));
        }
    },
    EXACT("exact") {
        @Override
        String joined(List<String> parts) {
            return parts.stream()
                    .map(part -> part.equals(NULL) ? "-" : part.codePointCount(0, part.length()) + ":" + part)
                    .collect(Collectors.joining());
        }
    };

    /** No value of a history has this text. */
    static final String NULL = "null";

    private final String recipe;

    OracleHash(String recipe) {
        this.recipe = recipe;
    }

    /** Its name in a model. */
    String recipe() {
        return recipe;
    }

    String key(String... parts) {
        return md5(joined(List.of(parts)));
    }

    /** @param attributes in hashing order */
    String hashDiff(List<String> attributes) {
        return md5(joined(attributes));
    }

    abstract String joined(List<String> parts);

    /** Blanks only, as SQL's trim: not tabs. */
    private static String normal(String text) {
        return text.replaceAll("^ +| +$", "").toUpperCase(Locale.ROOT);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
