package io.cdcvault.schema.hash;

import io.cdcvault.schema.model.HashAlgorithm;
import java.util.List;

/** The recipes by name. */
final class HashRecipes {

    private static final List<String> NAMES = List.of(Exact.NAME, AutomateDv.NAME);

    private HashRecipes() {}

    static List<String> names() {
        return NAMES;
    }

    static HashRecipe named(String name, HashAlgorithm algorithm) {
        return switch (name) {
            case Exact.NAME -> new Exact(algorithm);
            case AutomateDv.NAME -> new AutomateDv(algorithm);
            default -> throw new IllegalArgumentException("No hash recipe named " + name + "; there are " + NAMES);
        };
    }
}
