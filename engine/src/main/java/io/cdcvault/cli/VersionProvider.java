package io.cdcvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What was built, of which commit and with what, and the Java that runs it. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream file = VersionProvider.class.getResourceAsStream("version.properties")) {
            built.load(Objects.requireNonNull(file, "the jar lacks version.properties"));
        }
        return new String[] {
            "cdc-vault " + built.getProperty("version") + origin(built),
            "Debezium " + built.getProperty("debezium") + ", Kafka clients " + built.getProperty("kafka"),
            "Java " + Runtime.version()
        };
    }

    /** Only a release knows its commit; the time is the commit's, so that two builds of it are the same. */
    private static String origin(Properties built) {
        String commit = built.getProperty("commit", "");
        return commit.isEmpty() ? "" : " (" + commit + ", " + built.getProperty("time", "") + ")";
    }
}
