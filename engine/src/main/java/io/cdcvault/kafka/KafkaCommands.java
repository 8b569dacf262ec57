package io.cdcvault.kafka;

import io.cdcvault.settings.Settings;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines for the tools that come with Kafka. None holds a secret. */
public final class KafkaCommands {

    private static final Pattern USER = Pattern.compile("username\\s*=\\s*(?:\"([^\"]+)\"|([^\"\\s;]+))");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:,=@/-]+");

    private final Settings settings;

    public KafkaCommands(Settings settings) {
        this.settings = settings;
    }

    /** Creates a topic unless it exists. */
    public String create(WantedTopic topic) {
        String replicas = topic.replicas()
                .map(number -> " --replication-factor " + number)
                .orElse("");
        String configs = new TreeMap<>(topic.settings())
                .entrySet().stream()
                        .map(entry -> " --config " + quoted(entry.getKey() + "=" + entry.getValue()))
                        .collect(Collectors.joining());
        return tool("kafka-topics.sh") + " --create --if-not-exists --topic " + quoted(topic.name()) + " --partitions "
                + topic.partitions() + replicas + configs;
    }

    /** Changes one setting of a topic. */
    public String configure(String topic, String setting, String value) {
        return tool("kafka-configs.sh") + " --alter --entity-type topics --entity-name " + quoted(topic)
                + " --add-config " + quoted(setting + "=" + value);
    }

    /** Ends a transaction whose program does not end it. */
    public String abort(HeldBack held) {
        return tool("kafka-transactions.sh") + " abort --topic "
                + quoted(held.partition().topic()) + " --partition "
                + held.partition().partition() + " --start-offset " + held.from();
    }

    /** Lets the service do what it does with its topics, its transactions and the group of its loaders. */
    public List<String> grants() {
        KafkaClients clients = new KafkaClients(settings);
        return List.of(
                grantTopics(),
                grant("--transactional-id " + quoted(clients.transactionalId()), "Describe", "Write"),
                grant("--group " + quoted(clients.groupId()), "Describe", "Read"));
    }

    /** Lets it see how large topics are, which it gets by without. */
    public String grantSizes() {
        return grant("--cluster", "Describe");
    }

    /** The part of {@link #grants} that is about topics. */
    public String grantTopics() {
        return grant(
                "--topic " + quoted(settings.topicPrefix() + ".") + " --resource-pattern-type prefixed",
                "Create",
                "Describe",
                "DescribeConfigs",
                "Read",
                "Write");
    }

    /** Who the brokers take the service for: as it logs in, or else by its name. */
    public String principal() {
        if (settings.kafka().user().isPresent()) {
            return "User:" + settings.kafka().user().get();
        }
        Matcher user = USER.matcher(settings.kafka().properties().getOrDefault("sasl.jaas.config", ""));
        if (!user.find()) {
            return "User:" + settings.name();
        }
        return "User:" + (user.group(1) == null ? user.group(2) : user.group(1));
    }

    private String grant(String resource, String... operations) {
        return tool("kafka-acls.sh") + " --add --allow-principal " + quoted(principal())
                + List.of(operations).stream()
                        .map(operation -> " --operation " + operation)
                        .collect(Collectors.joining())
                + " " + resource;
    }

    /** An administrator logs in as another than the service, and by the same means. */
    private String tool(String name) {
        return name + " --bootstrap-server " + quoted(KafkaClients.bootstrapServers(settings))
                + (settings.kafka().properties().isEmpty() && isOpen() ? "" : " --command-config admin.properties");
    }

    private boolean isOpen() {
        return new KafkaLogin(settings.kafka()).properties().isEmpty();
    }

    /** Makes the user that the service logs in as, with the password left to fill in; nothing without one. */
    public List<String> users() {
        return settings
                .kafka()
                .user()
                .filter(user -> settings.kafka().saslMechanism().startsWith("SCRAM"))
                .map(user -> tool("kafka-configs.sh") + " --alter --entity-type users --entity-name " + quoted(user)
                        + " --add-config '" + settings.kafka().saslMechanism() + "=[password=…]'")
                .stream()
                .toList();
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
