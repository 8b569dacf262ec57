package io.cdcvault.setup;

import io.cdcvault.installation.Installation;
import io.cdcvault.kafka.KafkaCommands;
import io.cdcvault.kafka.Topics;
import io.cdcvault.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** The brokers' part: the topics, and what the service may do with them. */
final class KafkaScript {

    private final Installation installation;

    KafkaScript(Installation installation) {
        this.installation = installation;
    }

    List<String> lines() {
        Settings settings = installation.settings();
        if (settings.kafka().bootstrapServers().isEmpty()) {
            return List.of();
        }
        KafkaCommands commands = new KafkaCommands(settings);
        List<String> lines = new ArrayList<>();
        lines.add("# In a shell, with Kafka's tools, as an administrator of the brokers.");
        lines.add("# The topics, as the service makes them when they are missing.");
        new Topics(settings).wanted(installation.tables()).forEach(topic -> lines.add(commands.create(topic)));
        List<String> users = commands.users();
        if (!users.isEmpty()) {
            lines.add("# Whom the service logs in as, with the password that the configuration has:");
            users.forEach(line -> lines.add("#   " + line));
        }
        lines.add("# Where the brokers have an authorizer: they take the service for " + commands.principal() + ".");
        lines.addAll(commands.grants());
        lines.add("# To show how large the topics are, which it can do without:");
        lines.add("#   " + commands.grantSizes());
        return lines;
    }
}
