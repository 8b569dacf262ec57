package io.cdcvault.road;

import io.cdcvault.servers.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of the test's own, made with the JDK's tool, and what it has signed. */
final class Certificates {

    private static final String SECRET = "changeit";

    private final Path directory;
    private final Path authorities;

    /** Makes an authority. */
    Certificates(Path directory) {
        this.directory = directory;
        this.authorities = directory.resolve("authority.p12");
        keytool(
                "-genkeypair",
                "-keystore",
                authorities,
                "-alias",
                "authority",
                "-dname",
                "CN=authority",
                "-ext",
                "bc:c");
    }

    /** The authority's certificate, as PEM. */
    Path authority() throws IOException, GeneralSecurityException {
        return write(
                "authority.pem",
                pem("CERTIFICATE", open(authorities).getCertificate("authority").getEncoded()));
    }

    /**
     * The server's key, as PEM, readable by its owner only. The file is written once: a server may be reading it while
     * the next one is configured.
     */
    Path key() throws IOException, GeneralSecurityException {
        Path file = directory.resolve("server.key");
        if (!Files.exists(file)) {
            byte[] key = open(server()).getKey("server", SECRET.toCharArray()).getEncoded();
            write("server.key", pem("PRIVATE KEY", key));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    /** The server's certificate for this machine's name and address, as PEM. */
    Path certificate() {
        server();
        return directory.resolve("server.crt");
    }

    /** Both in one file. */
    Path keyAndCertificate() throws IOException, GeneralSecurityException {
        return write("server.pem", Files.readString(key()) + Files.readString(certificate()));
    }

    private Path server() {
        Path store = directory.resolve("server.p12");
        if (!Files.exists(store)) {
            Path request = directory.resolve("server.csr");
            keytool("-genkeypair", "-keystore", store, "-alias", "server", "-dname", "CN=server");
            keytool("-certreq", "-keystore", store, "-alias", "server", "-file", request);
            keytool(
                    "-gencert",
                    "-keystore",
                    authorities,
                    "-alias",
                    "authority",
                    "-infile",
                    request,
                    "-outfile",
                    directory.resolve("server.crt"),
                    "-rfc",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1");
        }
        return store;
    }

    private static KeyStore open(Path store) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
    }

    private void keytool(Object... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        line.addAll(List.of("-storepass", SECRET, "-storetype", "PKCS12", "-J-XX:TieredStopAtLevel=1"));
        if (arguments[0].equals("-genkeypair")) {
            line.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        Command.of(line).run();
    }

    private static String pem(String what, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
