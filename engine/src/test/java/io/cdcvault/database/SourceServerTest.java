package io.cdcvault.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.Lsn;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SourceServerTest {

    @Test
    void historyTellsWhereEachTimelineWasLeft() {
        String history = "1\t0/3000148\tno recovery target specified\n\n# a comment\n"
                + "2\t1/A0\tbefore 2024-01-01 00:00:00+00\n";

        assertThat(SourceServer.parse(history)).isEqualTo(Map.of(1L, Lsn.parse("0/3000148"), 2L, Lsn.parse("1/A0")));
    }
}
