package io.cdcvault.init.merge;

import static java.util.stream.Collectors.joining;

import io.cdcvault.catalog.Selection;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.merge.ModelMerge.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The file that a derived model is written to, and beside it what was derived, to merge by when the source changes. */
public final class ModelFile {

    /** Appended to the model's name. */
    private static final String DERIVED = ".init";

    /** As {@code ModelText} writes it. */
    private static final Pattern HASH = Pattern.compile("(?m)^  hash: (\\S+)$");

    /** One for each pattern of the selection, before what was derived. */
    private static final Pattern CHOICE = Pattern.compile("# init --(schema|exclude)=(.*)");

    private static final Pattern REFERENCES = Pattern.compile("(?m)^    references:");

    private final Path file;
    private final Path base;

    public ModelFile(Path file) {
        this.file = file;
        this.base = file.resolveSibling(file.getFileName() + DERIVED);
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Refuses a file that was written in another way.
     *
     * @throws CdcVaultException when there is nothing to merge by
     */
    public void requireMergeable() {
        if (!Files.exists(base)) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    file + " exists, and " + base + ", by which it would be merged, does not; with --force it is"
                            + " replaced");
        }
    }

    /**
     * The hash recipe of what was derived before: with another one, every key of the vault would be another.
     *
     * @throws CdcVaultException when the file cannot be read
     */
    public String hash() {
        return HASH.matcher(read(base))
                .results()
                .findFirst()
                .map(line -> line.group(1))
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        base + " names no hash recipe; with --force it is replaced"));
    }

    /**
     * Whether hubs of what was derived before have keys that references lead to: in one that has none, natural keys
     * would be other keys than the vault may be loaded with.
     *
     * @throws CdcVaultException when the file cannot be read
     */
    public boolean hasReferences() {
        return REFERENCES.matcher(read(base)).find();
    }

    /**
     * Which tables were read when it was derived: others that the source has had all the time are no news.
     *
     * @throws CdcVaultException when the file cannot be read
     */
    public Selection selection() {
        List<String> choices = read(base).lines().toList();
        return new Selection(patterns(choices, "schema"), patterns(choices, "exclude"));
    }

    /**
     * Writes a derived model in place of any that is there.
     *
     * @param decided the model with what a person has decided, which later merges take for edits
     * @param derived the model without that
     * @param selection which tables were read
     * @throws CdcVaultException when the files cannot be written
     */
    public void replace(String decided, String derived, Selection selection) {
        write(file, decided);
        write(base, choices(selection) + derived);
    }

    /**
     * Brings what is derived now into the file.
     *
     * @param selection which tables were read
     * @return where edits were kept against it
     * @throws CdcVaultException when the files cannot be read or written
     */
    public List<Conflict> merge(String derived, Selection selection) {
        ModelMerge merged = ModelMerge.of(derivedBefore(), read(file), derived);
        write(file, merged.text());
        // Last: when this fails, the next merge finds again what the file has already, which changes nothing.
        write(base, choices(selection) + derived);
        return merged.conflicts();
    }

    private String derivedBefore() {
        return read(base)
                .lines()
                .dropWhile(line -> CHOICE.matcher(line).matches())
                .map(line -> line + "\n")
                .collect(joining());
    }

    private static String choices(Selection selection) {
        return Stream.concat(
                        selection.schemas().stream().map(pattern -> "# init --schema=" + pattern + "\n"),
                        selection.excluded().stream().map(pattern -> "# init --exclude=" + pattern + "\n"))
                .collect(joining());
    }

    private static List<String> patterns(List<String> lines, String option) {
        return lines.stream()
                .map(CHOICE::matcher)
                .takeWhile(Matcher::matches)
                .filter(choice -> choice.group(1).equals(option))
                .map(choice -> choice.group(2))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot read " + file, e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot write " + file, e);
        }
    }
}
