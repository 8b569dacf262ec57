package io.cdcvault.service;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.publish.TransactionPartitions;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;

/** Loads: from the topics to the vault. Waits while another service does what its role does not allow beside it. */
final class LoadWork implements Stoppable {

    private final LoadRole role;
    private final LoadSession session;
    private volatile boolean isStandingBy;

    LoadWork(Installation installation, Instruments instruments, LoadRole role) {
        this.role = role;
        this.session = new LoadSession(
                installation,
                instruments,
                new KafkaClients(installation.settings(), instruments.clients()),
                Warehouse.connect(installation.settings()),
                new CountDownLatch(1));
    }

    @Override
    public void run() throws InterruptedException {
        Installation installation = session.installation();
        String obstacle = role.obstacle(installation.settings().name());
        if (!StandBy.until(() -> taken(role.tryLock(session)), session.stopped(), obstacle)) {
            return;
        }
        session.warehouse().createMissing(installation.model());
        new LettersThatFit(installation, session.warehouse(), session.time()).retry();
        try (Admin admin = session.clients().admin()) {
            new Topics(installation.settings()).createMissing(admin, installation.tables());
        }
        new TransactionPartitions(session.clients(), installation.topics(), session.time()).requireAllRead();
        role.load(session);
    }

    @Override
    public void stop() {
        session.stopped().countDown();
    }

    @Override
    public boolean isStandingBy() {
        return isStandingBy;
    }

    @Override
    public void close() {
        session.warehouse().close();
    }

    private boolean taken(boolean taken) {
        isStandingBy = !taken;
        return taken;
    }
}
