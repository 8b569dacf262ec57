package io.cdcvault.road;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that can be cut: hands bytes on to a port on this machine until it is told not to. A connection that was
 * cut stays cut when the network is corrected; new ones pass.
 */
final class TcpProxy implements AutoCloseable {

    private enum Network {
        WHOLE,
        /** Connections are reset, and new ones too. */
        BROKEN,
        /** Connections stay open and accept bytes, but nothing arrives at the other end: the worst of firewalls. */
        SILENT
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private Network network = Network.WHOLE;

    private TcpProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** A proxy on a free port. */
    static TcpProxy to(int target) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
            proxy.daemon("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** A URL with this proxy's port in the place of the target's. */
    String through(String url) {
        return url.replace(":" + target, ":" + port());
    }

    synchronized void breakOff() {
        network = Network.BROKEN;
        links.forEach(Link::reset);
        links.clear();
    }

    synchronized void fallSilent() {
        network = Network.SILENT;
        links.forEach(Link::silence);
    }

    synchronized void mend() {
        network = Network.WHOLE;
    }

    @Override
    public void close() {
        breakOff();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException closedOrTargetIsDown) {
                // The client finds out by itself.
            }
        }
    }

    private synchronized void connect(Socket client) throws IOException {
        switch (network) {
            case WHOLE -> links.add(new Link(client, dial(client)));
            case BROKEN -> reset(client);
            case SILENT -> links.add(new Link(client, new Socket()));
        }
    }

    private Socket dial(Socket client) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // As it should be.
        }
    }

    private void daemon(String what, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + port() + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection, both ways. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        /** Directions that have ended. */
        private final AtomicInteger ended = new AtomicInteger();

        private volatile boolean silent;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            this.silent = !server.isConnected();
            daemon("up", () -> pump(client, server));
            if (!silent) {
                daemon("down", () -> pump(server, client));
            }
        }

        void silence() {
            silent = true;
        }

        void reset() {
            TcpProxy.reset(client);
            TcpProxy.reset(server);
        }

        private void pump(Socket from, Socket to) {
            byte[] buffer = new byte[64 * 1024];
            try {
                InputStream in = from.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!silent) {
                        OutputStream out = to.getOutputStream();
                        out.write(buffer, 0, read);
                    }
                }
                if (!silent) {
                    to.shutdownOutput();
                    closeIfBothEnded();
                }
            } catch (IOException e) {
                if (!silent) {
                    reset();
                    links.remove(this);
                }
            }
        }

        /** A run of half an hour opens thousands. */
        private void closeIfBothEnded() throws IOException {
            if (ended.incrementAndGet() == 2) {
                client.close();
                server.close();
                links.remove(this);
            }
        }
    }
}
