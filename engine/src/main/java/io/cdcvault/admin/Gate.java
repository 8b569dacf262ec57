package io.cdcvault.admin;

import io.cdcvault.settings.Settings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.MisdirectedRequestResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What every request passes: who may ask for what, and what browsers are told to refuse. */
final class Gate implements Routes {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cache-Control", "no-store");

    private final Settings.Admin settings;
    private final boolean isLoopback;

    Gate(Settings.Admin settings) {
        this.settings = settings;
        this.isLoopback = AdminServer.isLoopback(settings.address());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(context -> {
            HEADERS.forEach(context::header);
            requireOwnName(context);
            if (!READING.contains(context.method().name())) {
                requireToken(context);
            }
        });
    }

    /** A page of another site whose name was made to point here must not read what only this machine may. */
    private void requireOwnName(Context context) {
        String host = String.valueOf(context.host()).replaceFirst(":\\d+$", "");
        if (isLoopback && !LOOPBACK_NAMES.contains(host) && !host.equals(settings.address())) {
            throw new MisdirectedRequestResponse("Ask for localhost: the server listens on this machine only");
        }
    }

    private void requireToken(Context context) {
        Optional<String> expected = settings.token().filter(token -> !token.isBlank());
        if (expected.isEmpty()) {
            throw new ForbiddenResponse("This server only shows: set admin.token to allow changes");
        }
        String given = Optional.ofNullable(context.header("Authorization")).orElse("");
        if (!isSame("Bearer " + expected.get(), given)) {
            context.header("WWW-Authenticate", "Bearer");
            throw new UnauthorizedResponse("Send the admin.token: Authorization: Bearer …");
        }
    }

    /** In a time that tells nothing of where they differ. */
    private static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
