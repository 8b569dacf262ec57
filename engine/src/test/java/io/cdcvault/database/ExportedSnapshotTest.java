package io.cdcvault.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExportedSnapshotTest {

    /** PostgreSQL 18 exported this one under load, and answered "invalid input syntax for type pg_snapshot" to it. */
    @Test
    void snapshotThatEndsBeforeItBeginsShowsAllBeforeItsBeginning() {
        assertThat(ExportedSnapshot.readable("13484:13483:")).isEqualTo("13484:13484:");
    }

    @Test
    void anyOtherSnapshotIsReadAsItIs() {
        assertThat(ExportedSnapshot.readable("730:734:730,732")).isEqualTo("730:734:730,732");
        assertThat(ExportedSnapshot.readable("730:730:")).isEqualTo("730:730:");
    }
}
