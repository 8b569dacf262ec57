package io.cdcvault.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerChangesTest {

    private static final CapturePosition FIRST = new CapturePosition(
                    Map.of("lsn", 500L), new TransactionStamp(3, 30), 12, new Lsn(500))
            .at(new ServerIdentity("7", 1));
    private static final CapturePosition SECOND = FIRST.at(new ServerIdentity("7", 2));

    private final List<String> news = new ArrayList<>();
    private final ServerChanges changes = new ServerChanges(news::add, Time.system());

    @Test
    void connectionThatIsBackIsNoNews() {
        changes.captureFailed();
        changes.streams(FIRST, FIRST, "a");
        changes.streams(new CapturePosition(FIRST.offset(), FIRST.stamp(), 12, FIRST.commitLsn()), FIRST, "a");

        assertThat(news).isEmpty();
    }

    @Test
    void anotherServerIsNewsWithTheTimeThatItTook() {
        changes.captureFailed();
        changes.streams(FIRST, SECOND, "b");
        changes.streams(SECOND, SECOND, "b");

        assertThat(news).singleElement().satisfies(what -> assertThat(what)
                .startsWith("The capture continued on the server at b, timeline 2, which has all that was captured"
                        + " before, up to 0/1F4, ")
                .endsWith(" s after the server before was lost"));
    }

    @Test
    void serviceThatWasNotThereDoesNotKnowTheTime() {
        changes.streams(FIRST, SECOND, "b");

        assertThat(news).singleElement().satisfies(what -> assertThat(what).endsWith("up to 0/1F4"));
    }
}
