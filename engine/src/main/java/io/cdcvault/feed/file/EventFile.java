package io.cdcvault.feed.file;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The lines of a file, counted and digested as they are read. */
final class EventFile implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final MessageDigest digest = sha256();
    private int next;
    private int filled;
    /** Read, and not yet part of {@link #digest}: a transaction that begins with it is resumed from before it. */
    private byte @Nullable [] last;

    private long lines;
    private long bytes;

    EventFile(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    String name() {
        return name;
    }

    /** Lines read so far: the number of the last one. */
    long lines() {
        return lines;
    }

    long bytes() {
        return bytes;
    }

    /** The next line without its end; null after the last. */
    byte @Nullable [] next() {
        begun.reset();
        while (fill()) {
            int end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            begun.write(buffer, next, end - next);
            next = end;
            if (end < filled) {
                next++;
                return counted();
            }
        }
        return begun.size() == 0 ? null : counted();
    }

    /** Up to, and without, the last line read. */
    Mark markBefore() {
        return new Mark(Math.max(0, lines - 1), hex(copy()));
    }

    /** Up to and with the last line read. */
    Mark markAfter() {
        MessageDigest copy = copy();
        if (last != null) {
            update(copy, last);
        }
        return new Mark(lines, hex(copy));
    }

    /** A place between two lines: how many are before it, and SHA-256 over them. */
    record Mark(long lines, String digest) {}

    /**
     * Skips what is loaded.
     *
     * @throws CdcVaultException when these are other lines than those that were loaded
     */
    void skip(FilePosition loaded) {
        boolean goesOn = true;
        while (goesOn && lines < loaded.lines()) {
            goesOn = next() != null;
        }
        if (lines < loaded.lines() || !markAfter().digest().equals(loaded.digest())) {
            throw new CdcVaultException(
                    FailureKind.FILE_DIFFERS,
                    name + " is not the file whose first " + loaded.lines() + " lines were loaded under this name");
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private boolean fill() {
        if (next < filled) {
            return true;
        }
        try {
            next = 0;
            filled = Math.max(0, in.read(buffer));
            bytes += filled;
            return filled > 0;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private byte[] counted() {
        byte[] line = begun.toByteArray();
        if (last != null) {
            update(digest, last);
        }
        last = line;
        lines++;
        return line;
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
        }
    }

    private static void update(MessageDigest digest, byte[] line) {
        digest.update(line);
        digest.update((byte) '\n');
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private CdcVaultException unreadable(IOException e) {
        return new CdcVaultException(FailureKind.CONFIGURATION_INVALID, "Cannot read " + name + ": " + e, e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
