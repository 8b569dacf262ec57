package io.cdcvault.load.plan;

import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.schema.hash.HashRecipe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hash that a source table's row has in the vault, made of several parts: two keys may have the same one.
 *
 * <p>Why: docs/decisions/0017-keys-that-cannot-be-told-apart-wait.md
 *
 * @param target what must not be shared, in words: a hub, a link, or a link's driving key
 * @param ends the source columns of each business key that is part of it, in hashing order
 * @param ofLink whether there is no hash unless all ends are there
 * @param ofDeletions whether a deletion carries it too, because it is part of what identifies the row
 * @param staged selects the target, the hash and the parts of what is staged with its row's key
 * @param stored selects the same for what the vault holds, of the hashes in {@code mention}
 */
public record SharedHash(
        HashRecipe recipe,
        String target,
        List<List<String>> ends,
        boolean ofLink,
        boolean ofDeletions,
        String staged,
        String stored) {

    public SharedHash {
        ends = List.copyOf(ends);
    }

    /** Whether the change may have the hash of another key: cheap, and rarely so. */
    public boolean isPossible(RowChange change) {
        if (!ofDeletions && !change.operation().leavesRow()) {
            return false;
        }
        List<@Nullable String> parts = new ArrayList<>();
        for (List<String> columns : ends) {
            List<@Nullable String> end = values(columns, change.image());
            if (ofLink && !recipe.hasKey(end)) {
                return false;
            }
            parts.addAll(end);
        }
        return recipe.mayCollide(parts);
    }

    private static List<@Nullable String> values(List<String> columns, RowImage image) {
        List<@Nullable String> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(image.text(column)));
        return values;
    }
}
