package io.cdcvault.cli;

import io.cdcvault.init.derive.KeyQuestion;
import io.cdcvault.init.derive.KeyQuestion.Option;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.TableName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a person the few things about a first model that a catalog does not say. Each question has an answer that an
 * empty line gives; when the input ends, all that are left get theirs.
 */
final class ModelInterview {

    private final BufferedReader in;
    private final PrintWriter out;

    /** @param out where the questions are written, which is not where the model is */
    ModelInterview(BufferedReader in, PrintWriter out) {
        this.in = in;
        this.out = out;
    }

    /** The name of the hash recipe. */
    String hash() {
        out.println("Who reads the vault's hash keys?");
        out.println("  1  this service, and queries by its functions: nothing of a key is lost (exact)");
        out.println("  2  the dbt package automate-dv too: case and blanks around a value do not count (automate-dv)");
        return choose(2) == 1 ? HashRecipe.EXACT : HashRecipe.AUTOMATE_DV;
    }

    /** Patterns of tables that are not to be loaded. */
    List<String> excluded(int tables) {
        out.println();
        out.println(Quantities.count(tables) + " tables can be loaded. Which shall not be? Patterns such as *_old or"
                + " audit.*, with blanks between; Enter for none.");
        return Arrays.stream(answer().split("[\\s,]+"))
                .filter(pattern -> !pattern.isBlank())
                .toList();
    }

    /** The keys that were chosen, for tables where it is not the first. */
    Map<TableName, List<String>> keys(List<KeyQuestion> questions) {
        Map<TableName, List<String>> keys = new LinkedHashMap<>();
        for (KeyQuestion question : questions) {
            out.println();
            out.println("By what do people know a row of " + question.table() + "?");
            int number = 1;
            for (Option option : question.options()) {
                out.println("  " + number++ + "  " + option.words()
                        + (option.remark().isEmpty() ? "" : "  (" + option.remark() + ")"));
            }
            int chosen = choose(question.options().size());
            if (chosen > 1) {
                keys.put(question.table(), question.options().get(chosen - 1).columns());
            }
        }
        return keys;
    }

    private int choose(int most) {
        while (true) {
            out.print("Enter for 1, or a number up to " + most + ": ");
            String answer = answer();
            if (answer.isEmpty()) {
                return 1;
            }
            if (answer.matches("\\d{1,6}")) {
                int number = Integer.parseInt(answer);
                if (number >= 1 && number <= most) {
                    return number;
                }
            }
            out.println("That is none of them.");
        }
    }

    private String answer() {
        out.flush();
        try {
            String line = in.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the answer", e);
        }
    }
}
