package io.cdcvault.doctor.kafka;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaClients;
import io.cdcvault.kafka.KafkaCommands;
import io.cdcvault.kafka.Topics;
import io.cdcvault.kafka.WantedTopic;
import io.cdcvault.publish.TransactionPartitions;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/** Looks at the brokers, the topics and what the service may do with them. */
public final class KafkaExamination implements Examination {

    private static final String TRANSACTION_LIMIT = "transaction.max.timeout.ms";

    private final Installation installation;
    private final Settings settings;
    private final Time time;

    public KafkaExamination(Installation installation, Time time) {
        this.installation = installation;
        this.time = time;
        this.settings = installation.settings();
    }

    @Override
    public List<Finding> findings() {
        Subject subject = subject("brokers", "Without brokers nothing is published, and the master keeps its WAL.");
        Optional<String> servers = settings.kafka().bootstrapServers();
        if (servers.isEmpty()) {
            return List.of(subject.info("none are configured: changes go straight to the vault"));
        }
        KafkaClients clients = new KafkaClients(settings);
        try (Brokers brokers = new Brokers(clients.admin())) {
            Collection<Node> nodes = brokers.nodes();
            List<Finding> findings = new ArrayList<>(List.of(subject.ok(nodes.size() + " at " + servers.get())));
            findings.addAll(topics(brokers, nodes.size()));
            findings.addAll(misplaced(clients));
            findings.add(transactions(brokers, clients));
            findings.add(group(brokers, clients));
            nodes.stream().findFirst().ifPresent(node -> findings.add(transactionTimeout(brokers, clients, node)));
            return findings;
        } catch (Brokers.Refusal | KafkaException e) {
            return List.of(subject.error(servers.get() + ": " + e.getMessage()));
        }
    }

    private List<Finding> topics(Brokers brokers, int count) throws Brokers.Refusal {
        List<WantedTopic> wanted = new Topics(settings).wanted(installation.tables());
        Set<String> existing = brokers.topicNames();
        Map<String, ExaminedTopic> found = brokers.topics(wanted.stream()
                .map(WantedTopic::name)
                .filter(existing::contains)
                .toList());
        TopicRules rules = new TopicRules(new KafkaCommands(settings), installation.topics(), count);
        List<Finding> findings = new ArrayList<>();
        new Topics(settings)
                .shared(installation.tables())
                .map(subject("topics of their own", "Rows of two tables in one topic cannot be distinguished.")::error)
                .ifPresent(findings::add);
        for (WantedTopic topic : wanted) {
            ExaminedTopic state = found.get(topic.name());
            findings.addAll(state == null ? missing(brokers, topic) : rules.problems(topic, state));
        }
        if (findings.isEmpty()) {
            findings.add(subject("topics", "What the topics do not hold no vault can be rebuilt from.")
                    .ok("all " + wanted.size() + " exist, with their settings, and may be read and written"));
        }
        return findings;
    }

    private List<Finding> misplaced(KafkaClients clients) {
        try {
            new TransactionPartitions(clients, installation.topics(), time).requireAllRead();
            return List.of();
        } catch (CdcVaultException e) {
            Subject subject =
                    subject("transactions", "A transaction whose end no loader reads is missing in the vault.");
            return List.of(
                    e.kind() == FailureKind.TOPICS_MISPLACED
                            ? subject.error(e.getMessage() + ". " + e.kind().remedy())
                            : subject.warning("could not be looked at: " + e.getMessage()));
        }
    }

    private List<Finding> missing(Brokers brokers, WantedTopic topic) {
        Subject subject = subject("missing topics", "What is captured of a table goes to its topic.");
        return List.of(brokers.refusal(topic)
                .map(reason -> subject.error(
                        topic.name() + " cannot be created: " + reason,
                        Fix.command(new KafkaCommands(settings).create(topic))))
                .orElseGet(() -> subject.info(topic.name() + " does not exist; the service creates it")));
    }

    private Finding transactions(Brokers brokers, KafkaClients clients) {
        Subject subject =
                subject("access to transactions", "Rows and the capture's position are published in one transaction.");
        return brokers.refusalOfTransactions(clients.transactionalId())
                .map(reason -> subject.error(
                        clients.transactionalId() + ": " + reason,
                        Fix.command(new KafkaCommands(settings).grants().get(1))))
                .orElseGet(() -> subject.ok("as " + clients.transactionalId()));
    }

    private Finding group(Brokers brokers, KafkaClients clients) {
        Subject subject = subject("access to the group", "Several loaders share the topics' partitions in a group.");
        return brokers.refusalOfGroup(clients.groupId())
                .map(reason -> subject.warning(
                        clients.groupId() + ": " + reason,
                        Fix.command(new KafkaCommands(settings).grants().get(2))))
                .orElseGet(() -> subject.ok("as " + clients.groupId()));
    }

    private static Finding transactionTimeout(Brokers brokers, KafkaClients clients, Node node) {
        Subject subject = subject(
                TRANSACTION_LIMIT, "The brokers refuse a producer whose transactions may stay open for longer.");
        long ours = clients.transactionTimeout().toMillis();
        try {
            long limit = Long.parseLong(
                    brokers.brokerSetting(node, TRANSACTION_LIMIT).orElse("0"));
            String found = "broker " + node.id() + " allows " + limit + " ms, the service asks for " + ours;
            return limit > 0 && limit < ours
                    ? subject.error(
                            found,
                            Fix.command(
                                    "cdc-vault run --set 'kafka.properties.\"transaction.timeout.ms\"=" + limit + "'"))
                    : subject.ok(found);
        } catch (Brokers.Refusal e) {
            return subject.info("cannot be read: " + e.getMessage());
        }
    }

    private static Subject subject(String name, String why) {
        return new Subject(Area.KAFKA, name, why);
    }
}
