package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a model's file holds, it is a model or its problems are listed. {@code -Dcdcvault.fuzz=…} tries more. */
final class ModelFuzzTest {

    private static final int CASES = Integer.getInteger("cdcvault.fuzz", 5000);
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            "\n",
            "\n  ",
            "- ",
            "&a ",
            "*a",
            "<<: ",
            "!!set ",
            "!x ",
            "|\n",
            "? ",
            "\"",
            "'",
            "#",
            "%",
            "@",
            "\u0000",
            "\ud800",
            "é",
            "null",
            "~",
            "1e9",
            "0x10",
            "upper(x)",
            "!acme",
            " as ",
            " of ",
            "{entity}",
            "varchar(20",
            "numeric(10,2)",
            "---\n",
            "...",
            "hub_order",
            "lnk_order_has_item",
            "driving: []",
            "links:",
            "[".repeat(200),
            "{a: ".repeat(200),
            "\"".repeat(3000),
            "\"\"".repeat(3000),
            "x".repeat(5000),
            "a.".repeat(3000));

    @Test
    void everyFileIsAModelOrItsProblemsAreListed() {
        String good = ModelProblemsTest.GOOD;
        for (long seed = 0; seed < CASES; seed++) {
            String yaml = mutated(good, new Random(seed));
            try {
                assertThat(ModelReader.read(yaml, "fuzz.yaml")).isNotNull();
            } catch (ModelProblemsException refused) {
                assertThat(refused.problems()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("Seed " + seed + ":\n" + yaml, e);
            }
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int edits = 1 + random.nextInt(5);
        for (int edit = 0; edit < edits; edit++) {
            int from = random.nextInt(mutated.length() + 1);
            int to = Math.min(mutated.length(), from + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutated.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> mutated.insert(random.nextInt(mutated.length() + 1), mutated.substring(from, to));
            }
        }
        return mutated.toString();
    }
}
