package io.cdcvault.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Values for keys that a recipe which joins their parts, or folds case and blanks, may mistake for one another. */
final class HostileValues {

    private static final List<String> TEXTS =
            Arrays.asList("x", "X ", "x||y", "y||z", "z", "y", "|", "x|", "|y", "^^", " ^^", "", null);

    private final Random random;

    HostileValues(Random random) {
        this.random = random;
    }

    /** NULL among them. */
    static List<String> all() {
        return TEXTS;
    }

    /** May be NULL. */
    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
