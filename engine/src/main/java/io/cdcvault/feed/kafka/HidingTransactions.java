package io.cdcvault.feed.kafka;

import io.cdcvault.kafka.HeldBack;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaFailures;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the end of a partition, as a reader of committed records sees it, is its end. */
final class HidingTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HidingTransactions.class);

    private final KafkaClients clients;
    /** Asked seldom, so connected only then. */
    private @Nullable Admin admin;

    HidingTransactions(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Whether a transaction that is open hides records. Warns when it is another program's.
     *
     * @param readable the offset after the last record that readers of committed records may see
     */
    boolean holdBack(TopicPartition partition, long readable) {
        Admin asked = admin == null ? clients.admin() : admin;
        admin = asked;
        try {
            boolean isHeld = HeldBack.written(asked, partition) > readable;
            if (isHeld) {
                HeldBack.find(asked, partition, clients.transactionalId())
                        .ifPresent(held -> LOG.warn("{}. {}", held.what(), held.todo(clients.commands())));
            }
            return isHeld;
        } catch (ExecutionException e) {
            throw KafkaFailures.failure("read the end of " + partition, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaFailures.failure("read the end of " + partition, e);
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
