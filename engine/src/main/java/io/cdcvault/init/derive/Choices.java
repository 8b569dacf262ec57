package io.cdcvault.init.derive;

import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a derivation is free to decide, and a person may have decided.
 *
 * @param hash the hash recipe's name
 * @param areReferencesFollowed whether hubs may have natural keys that rows which refer to them do not hold
 * @param keys by table the columns of the key that its rows are to be known by; a table without an entry gets the key
 *     with most meaning. One that is not a usable key of its table is ignored
 */
public record Choices(String hash, boolean areReferencesFollowed, Map<TableName, List<String>> keys) {

    public Choices {
        keys = Map.copyOf(keys);
    }

    /** Nothing but the recipe is decided. */
    public static Choices of(String hash) {
        return new Choices(hash, hash.equals(HashRecipe.EXACT), Map.of());
    }

    public Choices withKeys(Map<TableName, List<String>> chosen) {
        return new Choices(hash, areReferencesFollowed, chosen);
    }

    Optional<List<String>> key(TableName table) {
        return Optional.ofNullable(keys.get(table));
    }
}
