package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.LostRange;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.database.SourceServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServerCheckTest {

    private static final CapturePosition UNKNOWN =
            new CapturePosition(Map.of("lsn", 500L), new TransactionStamp(3, 30), 12, new Lsn(500));
    private static final CapturePosition STORED = UNKNOWN.at(new ServerIdentity("7", 2));

    @Test
    void sameServerThatHasWrittenOnContinues() {
        assertThat(check("7", 2, 500, Map.of())).isEmpty();
    }

    @Test
    void serverOfAnotherClusterIsRefused() {
        assertThat(check("8", 2, 900, Map.of())).hasValueSatisfying(why -> assertThat(why)
                .contains("system identifier 8", "from a server with 7", "0/1F4"));
    }

    @Test
    void serverWhoseWalEndsBeforeThePositionIsRefused() {
        assertThat(check("7", 2, 499, Map.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("ends at 0/1F3", "up to 0/1F4"));
        assertThat(new ServerCheck(server("7", 1, 499, Map.of())).replaced(UNKNOWN))
                .isPresent();
    }

    @Test
    void promotedServerThatHadCaughtUpContinues() {
        assertThat(check("7", 3, 900, Map.of(1L, new Lsn(100), 2L, new Lsn(500))))
                .isEmpty();
    }

    @Test
    void promotedServerThatLaggedIsRefusedThoughItHasWrittenOn() {
        assertThat(check("7", 3, 900, Map.of(1L, new Lsn(100), 2L, new Lsn(400))))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("left timeline 2 at 0/190", "between 0/190 and 0/1F4"));
    }

    @Test
    void whatAPromotedServerLacksIsARangeThatCanBeAccepted() {
        ServerCheck lagging = new ServerCheck(server("7", 3, 900, Map.of(2L, new Lsn(400))));
        ServerIdentity before = new ServerIdentity("7", 2);
        ServerIdentity now = new ServerIdentity("7", 3);

        assertThat(lagging.lost(STORED)).contains(new LostRange(before, now, new Lsn(400), new Lsn(500)));
        assertThat(STORED.rewound(new Lsn(400), now))
                .isEqualTo(new CapturePosition(Map.of("lsn", 400L), new TransactionStamp(3, 30), 12, new Lsn(400))
                        .at(now));
        assertThat(lagging.replaced(STORED.rewound(new Lsn(400), now))).isEmpty();
        assertThat(new ServerCheck(server("7", 3, 900, Map.of(2L, new Lsn(500)))).lost(STORED))
                .isEmpty();
        assertThat(new ServerCheck(server("8", 3, 900, Map.of(2L, new Lsn(400)))).lost(STORED))
                .as("another cluster")
                .isEmpty();
        assertThat(new ServerCheck(server("7", 2, 400, Map.of())).lost(STORED))
                .as("nothing says where the histories part")
                .isEmpty();
    }

    @Test
    void heartbeatAfterTheLastCommitCountsToo() {
        CapturePosition heard = new CapturePosition(
                        Map.of("lsn", 700L, "lsn_commit", 500L), new TransactionStamp(3, 30), 12, new Lsn(500))
                .at(new ServerIdentity("7", 2));

        assertThat(new ServerCheck(server("7", 3, 900, Map.of(2L, new Lsn(600)))).replaced(heard))
                .as("the stream would begin after what the new server has written between")
                .isPresent();
        assertThat(heard.rewound(new Lsn(600), new ServerIdentity("7", 3)).offset())
                .containsEntry("lsn", 600L)
                .containsEntry("lsn_commit", 600L);
    }

    @Test
    void oldPrimaryThatComesBackIsLeftBehind() {
        assertThat(new ServerCheck(server("7", 1, 900, Map.of())).isLeftBehind(STORED))
                .isTrue();
        assertThat(new ServerCheck(server("7", 3, 900, Map.of())).isLeftBehind(STORED))
                .isFalse();
        assertThat(new ServerCheck(server("8", 1, 900, Map.of())).isLeftBehind(STORED))
                .isFalse();
    }

    @Test
    void serverOfAnotherBranchIsRefused() {
        assertThat(check("7", 3, 900, Map.of(1L, new Lsn(450)))).isPresent();
        assertThat(check("7", 1, 900, Map.of())).isPresent();
    }

    @Test
    void beforeTheFirstSnapshotHasEndedAnyServerWillDo() {
        assertThat(new ServerCheck(server("8", 1, 1, Map.of())).replaced(STORED.snapshotBegun()))
                .isEmpty();
    }

    @Test
    void standbyIsNoPrimaryAndReplaysFirst() {
        ServerCheck replaying = new ServerCheck(standby(400));

        assertThatThrownBy(replaying::requirePrimary).hasMessageContaining("The server at a is a standby");
        assertThat(replaying.isReplaying(STORED)).isTrue();
        assertThat(new ServerCheck(standby(500)).isReplaying(STORED)).isFalse();
        ServerCheck primary = new ServerCheck(server("7", 2, 400, Map.of()));
        primary.requirePrimary();
        assertThat(primary.isReplaying(STORED)).isFalse();
    }

    @Test
    void changesAreCapturedFromAServerOfThePrimarysCluster() {
        ServerCheck captured = new ServerCheck(standby(500));

        captured.requireOfOneClusterWith(new ServerIdentity("7", 1));
        assertThatThrownBy(() -> captured.requireOfOneClusterWith(new ServerIdentity("8", 2)))
                .hasMessageContaining("system identifier 7 and the primary of `source.url` 8");
    }

    @Test
    void whatAnyOtherServerLacksIsARangeAsFarAsItIsKnown() {
        ServerIdentity stored = new ServerIdentity("7", 2);

        assertThat(new ServerCheck(server("7", 2, 400, Map.of())).parted(STORED))
                .contains(new LostRange(stored, stored, new Lsn(400), new Lsn(500)));
        assertThat(new ServerCheck(server("8", 1, 900, Map.of())).parted(STORED))
                .contains(new LostRange(stored, new ServerIdentity("8", 1), Lsn.BEGINNING, new Lsn(500)));
        assertThat(new ServerCheck(server("7", 2, 900, Map.of())).parted(STORED))
                .isEmpty();
    }

    private static Optional<String> check(String system, long timeline, long walEnd, Map<Long, Lsn> switches) {
        return new ServerCheck(server(system, timeline, walEnd, switches)).replaced(STORED);
    }

    private static SourceServer standby(long walEnd) {
        return new SourceServer("a", new ServerIdentity("7", 2), new Lsn(walEnd), true, Map.of());
    }

    private static SourceServer server(String system, long timeline, long walEnd, Map<Long, Lsn> switches) {
        return new SourceServer("a", new ServerIdentity(system, timeline), new Lsn(walEnd), false, switches);
    }
}
