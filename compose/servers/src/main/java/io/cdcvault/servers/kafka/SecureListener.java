package io.cdcvault.servers.kafka;

import java.nio.file.Path;
import java.util.Map;

/**
 * One more port that a broker listens on, over TLS, for users who log in by SCRAM-SHA-512. There they may do what ACLs
 * allow and nothing else; a client of the usual port without a name is an administrator.
 *
 * @param keyStore the broker's key and its certificates, as PEM
 */
record SecureListener(int port, Path keyStore) {

    private static final String PREFIX = "listener.name.secure.";

    /** Reads what {@link #toString} wrote. */
    static SecureListener parse(String text) {
        int colon = text.indexOf(':');
        return new SecureListener(Integer.parseInt(text.substring(0, colon)), Path.of(text.substring(colon + 1)));
    }

    /** As {@code listeners} has it. */
    String listener() {
        return "SECURE://127.0.0.1:" + port;
    }

    Map<String, String> properties() {
        return Map.of(
                PREFIX + "ssl.keystore.type",
                "PEM",
                PREFIX + "ssl.keystore.location",
                keyStore.toString().replace('\\', '/'),
                PREFIX + "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                PREFIX + "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS");
    }

    @Override
    public String toString() {
        return port + ":" + keyStore;
    }
}
