package io.cdcvault.admin;

import io.cdcvault.settings.Settings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What every request passes: who may ask for what, and what browsers must refuse. */
final class Gate implements Routes {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Shows nothing of the installation: the page's own files, and that the process answers. */
    private static final Pattern OPEN = Pattern.compile("/|/page/.*|/openapi\\.yaml|/health/.*");

    /** Holds values of rows. */
    private static final Pattern ROWS = Pattern.compile("/api/dead-letters/.+");

    private static final String LIVE = "/health/live";

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

    private final Optional<String> token;
    private final Optional<String> readToken;
    private final HostNames names;

    Gate(Settings.Admin settings) {
        this.token = settings.token().filter(text -> !text.isBlank());
        this.readToken = settings.readToken().filter(text -> !text.isBlank());
        this.names = HostNames.of(settings);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(context -> {
            HEADERS.forEach(context::header);
            if (!context.path().equals(LIVE)) {
                names.require(context);
            }
            if (!READING.contains(context.method().name())) {
                requireToken(context, "This server only shows: set admin.token to allow changes");
            } else if (ROWS.matcher(context.path()).matches()) {
                requireToken(context, "A dead letter holds values of a row: set admin.token to open it here");
            } else if (readToken.isPresent() && !OPEN.matcher(context.path()).matches()) {
                requireAny(context, "admin.read-token or the admin.token", Stream.of(readToken, token));
            }
        });
    }

    private void requireToken(Context context, String withoutOne) {
        if (token.isEmpty()) {
            throw new ForbiddenResponse(withoutOne);
        }
        requireAny(context, "admin.token", Stream.of(token));
    }

    private static void requireAny(Context context, String which, Stream<Optional<String>> accepted) {
        String given = Optional.ofNullable(context.header("Authorization")).orElse("");
        // Each is compared, so that the time shows nothing of which fits.
        long fitting = accepted.flatMap(Optional::stream)
                .filter(one -> isSame("Bearer " + one, given))
                .count();
        if (fitting == 0) {
            context.header("WWW-Authenticate", "Bearer");
            throw new UnauthorizedResponse("Send the " + which + ": Authorization: Bearer …");
        }
    }

    /** In a time that shows nothing of where they differ. */
    private static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
