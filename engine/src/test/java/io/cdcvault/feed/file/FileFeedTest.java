package io.cdcvault.feed.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.schema.model.TableName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FileFeedTest {

    private static final List<TableName> TABLES = List.of(new TableName("public", "a"), new TableName("public", "b"));

    @Test
    void rowsBetweenBeginAndEndAreOneTransaction() {
        List<ChangeBatch> batches = read(begin(1), row(1, "a", 100, 5), row(1, "b", 100, 6), end(1, 7, 1, 1));

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).changes())
                .hasSize(2)
                .allMatch(change -> change.commitLsn().equals(Optional.of(new Lsn(7))))
                .allMatch(change -> change.stamp().equals(new TransactionStamp(1, 100)));
        assertThat(checkpoint(batches).commitLsn()).isEqualTo(new Lsn(7));
    }

    @Test
    void interleavedTransactionsComeWholeInCommitOrder() {
        List<ChangeBatch> batches = read(
                row(1, "a", 100, 5),
                row(2, "a", 100, 8),
                begin(1),
                end(1, 7, 1, 1),
                begin(2),
                end(2, 9, 1, 0),
                row(1, "b", 100, 6));

        assertThat(tablesAndDates(batches)).containsExactly("a 100", "b 100", "a 101");
        assertThat(checkpoint(batches).transactions()).isEqualTo(2);
    }

    @Test
    void withoutBeginAndEndRowsThatStandTogetherAreATransaction() {
        List<ChangeBatch> batches =
                read(row(1, "a", 100, 5), row(1, "b", 100, 6), row(2, "a", 90, 8), row(3, "a", 200, 9));

        assertThat(tablesAndDates(batches)).containsExactly("a 100", "b 100", "a 101", "a 200");
        assertThat(changes(batches).get(0).commitLsn()).contains(new Lsn(6));
        assertThat(checkpoint(batches).transactions()).isEqualTo(3);
    }

    @Test
    void allPartsOfASnapshotShareTheirLoadDateAndNoBatchWithOthers() {
        List<ChangeBatch> batches = read(
                snapshotRow("a", "first"),
                end(9, 50, 1, 0),
                snapshotRow("b", "last"),
                end(9, 50, 0, 1),
                begin(10),
                row(10, "a", 60, 55),
                end(10, 58, 1, 0));

        assertThat(tablesAndDates(batches)).containsExactly("a 40", "b 40", "a 60");
        assertThat(batches).hasSize(2);
        assertThat(batches.get(0).checkpoint().orElseThrow().snapshotEnded()).isTrue();
        assertThat(batches.get(1).checkpoint().orElseThrow().snapshotEnded()).isFalse();
    }

    @Test
    void largeTransactionComesInPiecesAndItsCommitLate() {
        List<String> lines = new ArrayList<>(List.of(begin(1)));
        for (int i = 0; i < 5; i++) {
            lines.add(row(1, "a", 100, 5 + i));
        }
        lines.add(end(1, 20, 5, 0));

        List<ChangeBatch> batches = read(feed(lines, Optional.empty(), 2));

        assertThat(batches.get(0).checkpoint()).isEmpty();
        assertThat(batches.get(0).changes())
                .allMatch(change -> change.commitLsn().isEmpty());
        assertThat(batches).anyMatch(batch -> batch.lateCommit()
                .equals(Optional.of(new ChangeBatch.LateCommit(new TransactionStamp(1, 100), new Lsn(20)))));
        assertThat(checkpoint(batches).commitLsn()).isEqualTo(new Lsn(20));
    }

    @Test
    void wholeTransactionsOfACutFileAreLoadedAndTheRestIsToldAndResumed() {
        List<String> lines = List.of(begin(1), row(1, "a", 100, 5), end(1, 7, 1, 0), begin(2), row(2, "a", 100, 8));
        FileFeed cut = feed(lines, Optional.empty(), 100);

        List<ChangeBatch> batches = read(cut);

        assertThat(tablesAndDates(batches)).containsExactly("a 100");
        assertThat(cut.unfinished().orElseThrow()).contains("transaction 2", "after line 3");
        List<String> grown = new ArrayList<>(lines);
        grown.add(end(2, 9, 1, 0));
        assertThat(tablesAndDates(read(feed(grown, Optional.of(resume(batches)), 100))))
                .containsExactly("a 101");
    }

    @Test
    void anotherFileIsNotResumed() {
        List<ChangeBatch> batches = read(begin(1), row(1, "a", 100, 5), end(1, 7, 1, 0));

        assertThatThrownBy(() -> feed(List.of(begin(1), row(1, "b", 1, 5)), Optional.of(resume(batches)), 100))
                .hasMessageContaining("first 3 lines");
    }

    @Test
    void badLineIsNamed() {
        assertThatThrownBy(() -> read(begin(1), "{\"op\":")).hasMessageContaining("Cannot read line 2 of events.jsonl");
    }

    @Test
    void rowsThatNeverComeAreTold() {
        assertThatThrownBy(() -> read(begin(1), row(1, "a", 100, 5), end(1, 7, 1, 1)))
                .hasMessageContaining("public.b");
    }

    private static List<ChangeBatch> read(String... lines) {
        return read(feed(List.of(lines), Optional.empty(), 100));
    }

    private static List<ChangeBatch> read(FileFeed feed) {
        List<ChangeBatch> batches = new ArrayList<>();
        ChangeBatch batch = feed.poll(Duration.ZERO);
        while (!batch.isEmpty()) {
            batches.add(batch);
            batch = feed.poll(Duration.ZERO);
        }
        return batches;
    }

    private static FileFeed feed(List<String> lines, Optional<FileFeed.Resume> resume, int batchRows) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return new FileFeed("events.jsonl", new ByteArrayInputStream(bytes), TABLES, resume, batchRows);
    }

    private static FileFeed.Resume resume(List<ChangeBatch> batches) {
        Checkpoint last = checkpoint(batches);
        return new FileFeed.Resume(last.resumeFrom(), last.stamp(), last.events());
    }

    private static Checkpoint checkpoint(List<ChangeBatch> batches) {
        return batches.get(batches.size() - 1).checkpoint().orElseThrow();
    }

    private static List<RowChange> changes(List<ChangeBatch> batches) {
        return batches.stream().flatMap(batch -> batch.changes().stream()).toList();
    }

    private static List<String> tablesAndDates(List<ChangeBatch> batches) {
        return changes(batches).stream()
                .map(change ->
                        change.table().table() + " " + change.stamp().loadDate().micros())
                .toList();
    }

    private static String begin(int transaction) {
        return "{\"status\":\"BEGIN\",\"id\":\"" + transaction + ":1\",\"ts_ms\":0}";
    }

    private static String end(int transaction, long lsn, int rowsOfA, int rowsOfB) {
        return "{\"status\":\"END\",\"id\":\"" + transaction + ":" + lsn + "\",\"ts_ms\":0,\"data_collections\":["
                + "{\"data_collection\":\"public.a\",\"event_count\":" + rowsOfA + "},"
                + "{\"data_collection\":\"public.b\",\"event_count\":" + rowsOfB + "}]}";
    }

    private static String row(int transaction, String table, long commitTime, long lsn) {
        return "{\"before\":null,\"after\":{\"id\":" + lsn + "},\"source\":{\"ts_us\":" + commitTime
                + ",\"snapshot\":\"false\",\"schema\":\"public\",\"table\":\"" + table + "\",\"txId\":" + transaction
                + ",\"lsn\":" + lsn + "},\"transaction\":{\"id\":\"" + transaction + ":" + lsn
                + "\",\"total_order\":" + lsn + "},\"op\":\"c\"}";
    }

    private static String snapshotRow(String table, String snapshot) {
        return "{\"before\":null,\"after\":{\"id\":1},\"source\":{\"ts_us\":40,\"snapshot\":\"" + snapshot
                + "\",\"schema\":\"public\",\"table\":\"" + table
                + "\",\"txId\":9,\"lsn\":50},\"transaction\":null,\"op\":\"r\"}";
    }
}
