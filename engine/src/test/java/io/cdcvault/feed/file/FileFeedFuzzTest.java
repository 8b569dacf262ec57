package io.cdcvault.feed.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Mutations;
import io.cdcvault.schema.model.TableName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file is loaded, or refused with its line. */
final class FileFeedFuzzTest {

    private static final List<String> LINES = List.of(
            "{\"status\":\"BEGIN\",\"id\":\"7:100\",\"ts_ms\":1700000000000}",
            row("7:100", 1),
            row("7:100", 2),
            "{\"status\":\"END\",\"id\":\"7:200\",\"ts_ms\":1700000000000,\"event_count\":2,"
                    + "\"data_collections\":[{\"data_collection\":\"public.t\",\"event_count\":2}]}",
            row("8:300", 1),
            "{\"status\":\"END\",\"id\":\"8:310\",\"ts_ms\":1700000000001,\"event_count\":1,"
                    + "\"data_collections\":[{\"data_collection\":\"public.t\",\"event_count\":1}]}");

    @Test
    void anyFileIsLoadedOrRefused() {
        Mutations.forEachSeed(random -> {
            try (FileFeed feed = new FileFeed(
                    "events",
                    new ByteArrayInputStream(file(random)),
                    List.of(new TableName("public", "t")),
                    Optional.empty(),
                    1 + random.nextInt(5))) {
                readToItsEnd(feed);
            } catch (CdcVaultException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.CHANGE_UNREADABLE);
            }
        });
    }

    private static void readToItsEnd(FileFeed feed) {
        ChangeBatch batch;
        do {
            batch = feed.poll(Duration.ZERO);
        } while (!batch.isEmpty());
    }

    private static byte[] file(Random random) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Mutations mutations = new Mutations(random.nextLong());
        for (String line : LINES) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            file.writeBytes(random.nextInt(3) == 0 ? mutations.mutated(bytes) : bytes);
            file.write('\n');
        }
        return file.toByteArray();
    }

    private static String row(String transaction, int order) {
        return "{\"before\":null,\"after\":{\"id\":" + order + "},\"source\":{\"ts_us\":1700000000000000,\"txId\":7,"
                + "\"schema\":\"public\",\"table\":\"t\",\"lsn\":90,\"snapshot\":\"false\"},\"transaction\":{\"id\":\""
                + transaction + "\",\"total_order\":" + order + "},\"op\":\"c\"}";
    }
}
