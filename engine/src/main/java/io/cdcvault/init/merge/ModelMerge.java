package io.cdcvault.init.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeResult;

/**
 * An edited model with what changed between two derivations of it. Every edit stays: where both changed the same lines,
 * the edited ones are kept, and where both added lines in one place, the edited ones come first.
 *
 * @param text the merged model
 * @param conflicts in the order of their lines
 */
public record ModelMerge(String text, List<Conflict> conflicts) {

    public ModelMerge {
        conflicts = List.copyOf(conflicts);
    }

    /**
     * Lines that were edited and are also derived in another way than before.
     *
     * @param line of the merged model, from 1, at which the edited lines stand, or stood if they were removed
     * @param derived the lines that are derived now; none when the source no longer has what they were about
     */
    public record Conflict(int line, List<String> derived) {

        public Conflict {
            derived = List.copyOf(derived);
        }
    }

    /**
     * Merges line by line.
     *
     * @param base what was derived before
     * @param edited what a person has made of it
     * @param derived what is derived now
     */
    public static ModelMerge of(String base, String edited, String derived) {
        MergeResult<RawText> merged =
                new MergeAlgorithm().merge(RawTextComparator.DEFAULT, lines(base), lines(edited), lines(derived));
        List<String> text = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        int edits = 0;
        boolean isAddition = false;
        for (MergeChunk chunk : merged) {
            List<String> lines = lines(merged.getSequences().get(chunk.getSequenceIndex()), chunk);
            switch (chunk.getConflictState()) {
                case NO_CONFLICT -> text.addAll(lines);
                case FIRST_CONFLICTING_RANGE -> {
                    edits = text.size() + 1;
                    text.addAll(lines);
                }
                case BASE_CONFLICTING_RANGE -> isAddition = lines.isEmpty();
                case NEXT_CONFLICTING_RANGE -> {
                    if (isAddition) {
                        text.addAll(lines);
                    } else {
                        conflicts.add(new Conflict(edits, lines));
                    }
                }
            }
        }
        return new ModelMerge(text.isEmpty() ? "" : String.join("\n", text) + "\n", conflicts);
    }

    private static RawText lines(String text) {
        return new RawText(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(RawText text, MergeChunk chunk) {
        List<String> lines = new ArrayList<>();
        for (int line = chunk.getBegin(); line < chunk.getEnd(); line++) {
            lines.add(text.getString(line));
        }
        return lines;
    }
}
