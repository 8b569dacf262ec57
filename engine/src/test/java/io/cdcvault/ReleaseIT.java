package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code bin/release.sh} packs, as {@code release/assemble.sh} has laid it out. */
final class ReleaseIT {

    private static final Path TREE = ReleaseTree.archive();

    @Test
    void everyLinkOfItsPagesLeadsToWhatTheArchiveHolds() {
        assertThat(DocsLinks.broken(TREE)).isEmpty();
    }

    @Test
    void commandRunsFromTheUnpackedArchive() throws Exception {
        EndedProgram version =
                EndedProgram.run(List.of(TREE.resolve("bin/cdc-vault").toString(), "--version"));

        assertThat(version.exitCode()).as(version.output()).isZero();
        assertThat(version.output()).startsWith("cdc-vault " + ReleaseTree.version());
    }

    /** A package's files replace an archive's only where both are named alike. */
    @Test
    void everyFileThatTheInstallationPageNamesIsInTheArchive() throws IOException {
        List<String> named = Pattern.compile("/opt/cdc-vault/([\\w./-]+)")
                .matcher(Files.readString(TREE.resolve("docs/install.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(file -> assertThat(TREE.resolve(file))
                .exists());
    }
}
