package io.cdcvault.service;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.Topics;
import io.cdcvault.publish.KafkaChangeLog;
import io.cdcvault.publish.PublishedPosition;
import io.cdcvault.publish.TransactionPartitions;
import io.cdcvault.relay.Relay;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics, from which loaders read. */
final class TopicsDestination implements Destination {

    private static final Logger LOG = LoggerFactory.getLogger(TopicsDestination.class);

    private final Installation installation;
    private final KafkaClients clients;
    private final Topics topics;
    private final Relay relay;
    private final Time time;
    private boolean wantsTombstones;
    private List<TableName> tables = List.of();
    private @Nullable Admin admin;
    private @Nullable ChangeLog log;

    /** @param relay takes what is published to the loader of this process */
    TopicsDestination(Installation installation, Instruments instruments, Relay relay) {
        this.relay = relay;
        this.installation = installation;
        this.clients = new KafkaClients(installation.settings(), instruments.clients());
        this.time = instruments.time();
        this.topics = new Topics(installation.settings());
    }

    /** The capture lock is enough: a second producer would fence the first. */
    @Override
    public boolean tryLock() {
        return true;
    }

    @Override
    public void prepare(List<TableName> tables) throws InterruptedException {
        this.tables = tables;
        admin = clients.admin();
        topics.requireChosenAreCaptured(tables);
        topics.createMissing(admin, tables);
        wantsTombstones = topics.anyCompacted(admin, tables);
        new TransactionPartitions(clients, installation.topics(), time).requireAllRead();
    }

    /** A producer waits a minute for a topic that does not exist. */
    @Override
    public void look() throws InterruptedException {
        Admin prepared = Objects.requireNonNull(admin, "not prepared");
        try {
            topics.createDeleted(prepared, tables)
                    .forEach(topic -> LOG.warn(
                            "Topic {} was deleted while the capture runs; it is created again, and what it held and the"
                                    + " vault has not loaded is lost",
                            topic));
        } catch (CdcVaultException e) {
            LOG.debug("The topics could not be looked at", e);
        }
    }

    @Override
    public Optional<CapturePosition> stored() {
        return new PublishedPosition(clients, installation.topics(), time).read();
    }

    @Override
    public boolean wantsTombstones() {
        return wantsTombstones;
    }

    @Override
    public ChangeLog log() {
        ChangeLog made = new KafkaChangeLog(
                clients, installation.topics(), installation.settings().name(), relay, time);
        log = made;
        return made;
    }

    /** Its waits end when their thread is interrupted. */
    @Override
    public void abort() {}

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
