package io.cdcvault.admin;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. Answers from its start on, with all else up or down. */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int IDLE_MILLIS = 30_000;
    private static final long LARGEST_REQUEST = 16 * 1024;
    private static final int LARGEST_HEADER = 8 * 1024;

    private final Javalin server;
    private final String host;

    private AdminServer(Javalin server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * Starts to listen.
     *
     * @throws CdcVaultException when the port is taken, or the address is open to others and there is no token
     */
    static AdminServer start(Settings.Admin settings, List<Routes> routes) {
        requireToken(settings);
        Javalin server = Javalin.create(config -> configure(config, settings, routes));
        try {
            server.start();
        } catch (JavalinBindException e) {
            throw new CdcVaultException(
                    FailureKind.ADMIN_PORT_TAKEN,
                    "Port " + settings.port() + " on " + settings.address() + " for the admin page is taken by "
                            + ListeningProcess.describe(settings.port()),
                    e);
        }
        return new AdminServer(server, settings.address());
    }

    /** Where a browser finds it. */
    public String url() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + server.port() + "/";
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void configure(JavalinConfig config, Settings.Admin settings, List<Routes> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = settings.address();
        config.jetty.port = settings.port();
        config.jetty.threadPool = SpareThreads.pool();
        config.jetty.modifyServer(SpareThreads::reserve);
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(LARGEST_HEADER);
            http.setIdleTimeout(IDLE_MILLIS);
        });
        config.http.maxRequestSize = LARGEST_REQUEST;
        config.http.prefer405over404 = true;
        new Gate(settings).addTo(config.routes);
        routes.forEach(some -> some.addTo(config.routes));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) -> Json.error(context, e.getStatus(), String.valueOf(e.getMessage())));
        config.routes.exception(CdcVaultException.class, (e, context) -> Json.error(context, status(e), text(e)));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.warn("The request {} {} failed", context.method(), context.path(), e);
            Json.error(context, 500, "This is a defect of cdc-vault; its log says more");
        });
    }

    private static int status(CdcVaultException e) {
        return e.kind().isRetried() ? 503 : 400;
    }

    private static String text(CdcVaultException e) {
        return e.getMessage() + ". " + e.kind().remedy();
    }

    private static void requireToken(Settings.Admin settings) {
        if (settings.token().isEmpty() && !isLoopback(settings.address())) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "admin.address " + settings.address() + " is open to other machines: set admin.token too");
        }
    }

    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "admin.address " + address + " is no address of this machine",
                    e);
        }
    }
}
