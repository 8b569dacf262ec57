package io.cdcvault.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that was built, and the Java that runs it. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream file = VersionProvider.class.getResourceAsStream("version.properties")) {
            built.load(Objects.requireNonNull(file, "the jar lacks version.properties"));
        }
        return new String[] {"cdc-vault " + built.getProperty("version"), "Java " + Runtime.version()};
    }
}
