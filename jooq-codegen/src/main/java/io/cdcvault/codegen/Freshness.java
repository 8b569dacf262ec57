package io.cdcvault.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jooq.Constants;

/** Whether classes that an earlier build generated are still what this one would generate. */
final class Freshness {

    private final Path file;
    private final String checksum;

    /** @param ddl what the classes are generated from */
    Freshness(Path directory, String ddl) {
        this.file = directory.resolve("ddl.sha256");
        this.checksum = checksum(Constants.FULL_VERSION + "\n" + ddl);
    }

    boolean isFresh() throws IOException {
        return Files.exists(file) && Files.readString(file).equals(checksum);
    }

    void remember() throws IOException {
        Files.writeString(file, checksum);
    }

    private static String checksum(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
