package io.cdcvault.init.merge;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.init.merge.ModelMerge.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The file that a derived model is written to, and beside it what was derived, to merge by when the source changes. */
public final class ModelFile {

    /** Appended to the model's name. */
    private static final String DERIVED = ".init";

    /** As {@code ModelText} writes it. */
    private static final Pattern HASH = Pattern.compile("(?m)^  hash: (\\S+)$");

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
     * Writes a derived model in place of any that is there.
     *
     * @throws CdcVaultException when the files cannot be written
     */
    public void replace(String derived) {
        replace(derived, derived);
    }

    /**
     * The same with what a person has decided, which later merges take for edits.
     *
     * @param decided the model with these decisions
     * @param derived the model without them
     * @throws CdcVaultException when the files cannot be written
     */
    public void replace(String decided, String derived) {
        write(file, decided);
        write(base, derived);
    }

    /**
     * Brings what is derived now into the file.
     *
     * @return where edits were kept against it
     * @throws CdcVaultException when the files cannot be read or written
     */
    public List<Conflict> merge(String derived) {
        ModelMerge merged = ModelMerge.of(read(base), read(file), derived);
        write(file, merged.text());
        // Last: when this fails, the next merge finds again what the file has already, which changes nothing.
        write(base, derived);
        return merged.conflicts();
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
