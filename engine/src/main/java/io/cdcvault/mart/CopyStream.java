package io.cdcvault.mart;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Hands on to a {@code COPY … FROM STDIN}, piece by piece, what another server's {@code COPY … TO STDOUT} sends. */
final class CopyStream extends OutputStream {

    private final CopyIn copy;

    CopyStream(CopyIn copy) {
        this.copy = copy;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            copy.writeToCopy(bytes, offset, length);
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
