package io.cdcvault.service;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * One attempt at loading: what it reads from and writes to.
 *
 * @param warehouse connected
 * @param stopped counted down when the loading is to end
 */
record LoadSession(
        Installation installation,
        Instruments instruments,
        KafkaClients clients,
        Warehouse warehouse,
        CountDownLatch stopped) {

    /** How long a feed waits for changes before the loader looks whether it is stopped. */
    static final Duration PATIENCE = Duration.ofMillis(250);

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    Time time() {
        return instruments.time();
    }

    /** The loader's work on a batch, measured. */
    Consumer<ChangeBatch> measured(VaultLoader loader) {
        return instruments.measures().measured(loader::load);
    }
}
