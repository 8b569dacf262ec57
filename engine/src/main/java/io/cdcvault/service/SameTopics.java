package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.time.Time;

/** Holds the vault against the topics before anything is loaded. */
final class SameTopics {

    private SameTopics() {}

    /**
     * A vault that is ahead of its topics was loaded from others: continuing would skip what these hold.
     *
     * @param applied the number of the last transaction in the vault
     */
    static void require(Installation installation, KafkaClients clients, TransactionNumber applied, Time time) {
        if (!applied.exists()) {
            return;
        }
        TransactionNumber published = new PublishedPosition(clients, installation.topics(), time)
                .read()
                .map(CapturePosition::stamp)
                .map(stamp -> stamp.number())
                .orElse(TransactionNumber.BEFORE_FIRST);
        if (applied.isAfter(published)) {
            throw new CdcVaultException(
                    FailureKind.TOPICS_RESET,
                    "The vault holds " + applied + " transactions, but the topics of prefix "
                            + installation.topics().prefix() + " end with number " + published);
        }
    }
}
