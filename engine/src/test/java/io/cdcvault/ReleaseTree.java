package io.cdcvault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;

/** Where Maven has put what a release holds, before the integration tests. */
final class ReleaseTree {

    private ReleaseTree() {}

    static Path archive() {
        return folder().resolve("cdc-vault-" + version());
    }

    static Path debianPackage() {
        return folder().resolve("cdc-vault_" + version() + "_all.deb");
    }

    static String version() {
        Properties built = new Properties();
        try (InputStream file = ReleaseTree.class.getResourceAsStream("cli/version.properties")) {
            built.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version");
    }

    private static Path folder() {
        return Path.of(System.getProperty("cdcvault.release", "target/release")).toAbsolutePath();
    }
}
