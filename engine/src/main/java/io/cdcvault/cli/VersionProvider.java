package io.cdcvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built, of which commit and with what, and the Java that runs it. */
final class VersionProvider implements IVersionProvider {

    private static final String UNKNOWN = "unknown";
    private static final int COMMIT_LENGTH = 12;

    @Override
    public String[] getVersion() throws IOException {
        Properties built = read("version.properties");
        return new String[] {
            "cdc-vault " + built.getProperty("version") + " (" + origin(built, read("archive.properties")) + ")",
            "Debezium " + built.getProperty("debezium") + ", Kafka clients " + built.getProperty("kafka"),
            "Java " + Runtime.version()
        };
    }

    /**
     * The commit and its time: two builds of one commit say the same.
     *
     * @param built what the build found in its clone
     * @param archive what {@code git archive} wrote, for sources without a clone
     */
    static String origin(Properties built, Properties archive) {
        String commit = built.getProperty("commit", UNKNOWN);
        if (!commit.equals(UNKNOWN)) {
            boolean isChanged = Boolean.parseBoolean(built.getProperty("changed"));
            return commit + (isChanged ? ", changed" : "") + ", " + built.getProperty("time");
        }
        String archived = archive.getProperty("commit", "$");
        return archived.startsWith("$")
                ? "commit unknown"
                : archived.substring(0, COMMIT_LENGTH) + ", "
                        + OffsetDateTime.parse(archive.getProperty("time")).toInstant();
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = VersionProvider.class.getResourceAsStream(name)) {
            properties.load(Objects.requireNonNull(file, "the jar lacks " + name));
        }
        return properties;
    }
}
