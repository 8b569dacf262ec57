package io.cdcvault.kafka;

import io.cdcvault.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** What a Kafka client needs to log in, and to know the brokers, as the settings say. */
final class KafkaLogin {

    private final Settings.Kafka settings;

    KafkaLogin(Settings.Kafka settings) {
        this.settings = settings;
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        boolean encrypted = settings.tls() || settings.tlsCa().isPresent();
        if (encrypted || settings.user().isPresent()) {
            properties.put(
                    CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                    (settings.user().isPresent() ? "SASL_" : "") + (encrypted ? "SSL" : "PLAINTEXT"));
        }
        settings.tlsCa().ifPresent(file -> {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file);
        });
        settings.user().ifPresent(user -> {
            properties.put(SaslConfigs.SASL_MECHANISM, settings.saslMechanism());
            properties.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(user));
        });
        return properties;
    }

    private String jaas(String user) {
        Class<?> module =
                settings.saslMechanism().startsWith("SCRAM") ? ScramLoginModule.class : PlainLoginModule.class;
        return module.getName() + " required username=" + quoted(user) + " password="
                + quoted(settings.password().orElse("")) + ";";
    }

    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
