package io.cdcvault.schema.hash;

import io.cdcvault.schema.model.HashAlgorithm;
import java.util.List;

/** The recipes by name. */
final class HashRecipes {

    private static final List<String> NAMES = List.of(AutomateDv.NAME);

    private HashRecipes() {}

    static List<String> names() {
        return NAMES;
    }

    static HashRecipe named(String name, HashAlgorithm algorithm) {
        if (name.equals(AutomateDv.NAME)) {
            return new AutomateDv(algorithm);
        }
        throw new IllegalArgumentException("No hash recipe named " + name + "; there are " + NAMES);
    }
}
