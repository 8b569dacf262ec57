package io.cdcvault.load.plan;

import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Constant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hash that a source table's row has in the vault, made of several parts: two keys may have the same one.
 *
 * <p>Why: docs/decisions/0017-keys-that-cannot-be-told-apart-wait.md
 *
 * @param target what must not be shared, in words: a hub, a link, or a link's driving key
 * @param ends what each business key that is part of it is fed from, in hashing order
 * @param ofLink whether there is no hash unless all ends are there
 * @param ofDeletions whether a deletion carries it too, because it is part of what identifies the row
 * @param staged selects the target, the hash and the parts of what is staged with its row's key
 * @param stored selects the same for what the vault holds, of the hashes in {@code mention}
 */
public record SharedHash(
        HashRecipe recipe,
        String target,
        List<List<Part>> ends,
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
        for (List<Part> end : ends) {
            List<@Nullable String> values = values(end, change.image());
            if (ofLink && !recipe.hasKey(values)) {
                return false;
            }
            parts.addAll(values);
        }
        return recipe.mayCollide(parts);
    }

    private static List<@Nullable String> values(List<Part> end, RowImage image) {
        List<@Nullable String> values = new ArrayList<>(end.size());
        end.forEach(part -> values.add(part.value(image)));
        return values;
    }

    /**
     * A part of a key.
     *
     * @param fed the source column, or the name of what is computed
     */
    public record Part(String fed, Optional<Computed> computed) {

        /** Stands for what only the server computes: it may hold anything that makes keys collide. */
        private static final String ANYTHING = "||^^";

        @Nullable
        String value(RowImage image) {
            return computed.isEmpty()
                    ? image.text(fed)
                    : computed.get() instanceof Constant constant ? constant.text() : ANYTHING;
        }
    }
}
