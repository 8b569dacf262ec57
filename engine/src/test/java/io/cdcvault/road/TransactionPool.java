package io.cdcvault.road;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A pooler in transaction mode, as PgBouncer is one: a client has a server session while a transaction is open, and the
 * next transaction has any that is free. For one user and one database, without encryption.
 */
final class TransactionPool implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final ServerSocket server;
    private final int target;
    private final Deque<Session> free = new ConcurrentLinkedDeque<>();

    private TransactionPool(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** A pool on a free port. */
    static TransactionPool of(int target) {
        try {
            TransactionPool pool =
                    new TransactionPool(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
            daemon(pool::accept);
            return pool;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A URL with the pool's port in the place of the target's. */
    String through(String url) {
        return url.replace(":" + target, ":" + server.getLocalPort());
    }

    /** One side of a conversation. */
    private record Session(DataInputStream in, DataOutputStream out) {

        static Session of(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return new Session(
                    new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
        }

        /** Hands on answers until the server is ready for the next request; whether a transaction is open then. */
        boolean answer(Session client) throws IOException {
            while (true) {
                byte kind = in.readByte();
                byte[] content = in.readNBytes(in.readInt() - 4);
                client.write(kind, content);
                if (kind == 'Z') {
                    client.out.flush();
                    return content[0] != 'I';
                }
            }
        }

        void write(byte kind, byte[] content) throws IOException {
            out.writeByte(kind);
            out.writeInt(content.length + 4);
            out.write(content);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                daemon(() -> {
                    try (client) {
                        serve(Session.of(client));
                    } catch (IOException gone) {
                        // The client has closed its connection, and its session is another's.
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Session client) throws IOException {
        logIn(client);
        Session session = null;
        while (true) {
            byte kind = client.in.readByte();
            byte[] content = client.in.readNBytes(client.in.readInt() - 4);
            if (kind == 'X') {
                return;
            }
            session = session == null ? free.removeFirst() : session;
            session.write(kind, content);
            if (kind == 'Q' || kind == 'S') {
                session.out.flush();
                if (!session.answer(client)) {
                    free.addFirst(session);
                    session = null;
                }
            }
        }
    }

    /** With a session of its own, which then belongs to all. */
    private void logIn(Session client) throws IOException {
        byte[] startup = startup(client);
        Session session = Session.of(new Socket(InetAddress.getLoopbackAddress(), target));
        session.out.writeInt(startup.length + 4);
        session.out.write(startup);
        session.out.flush();
        session.answer(client);
        free.addFirst(session);
    }

    private static byte[] startup(Session client) throws IOException {
        while (true) {
            byte[] content = client.in.readNBytes(client.in.readInt() - 4);
            int code = ByteBuffer.wrap(content).getInt();
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return content;
            }
            client.out.writeByte('N');
            client.out.flush();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "transaction pool");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
