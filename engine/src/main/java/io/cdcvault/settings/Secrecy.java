package io.cdcvault.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which settings are secret. Of the service's own that is known. A client's property is shown only when its name says
 * that it is none: who adds one more kind of credentials does not ask here.
 */
final class Secrecy {

    static final String MASK = "******";

    private static final Pattern SECRET = Pattern.compile(
            "password|secret|token|credential|jaas|passphrase|private|webhook|keystore|certificate|[._-]key\\b|apikey"
                    + "|auth|login|userinfo|user\\.info",
            Pattern.CASE_INSENSITIVE);
    /** What says where a secret is, or of which kind, and not what it is. */
    private static final List<String> ABOUT_SECRETS = List.of(
            "-file",
            ".location",
            ".type",
            ".provider",
            ".algorithm",
            ".mechanism",
            ".class",
            ".protocol",
            ".serializer",
            ".deserializer");
    /** Parts of a text that hold a password, wherever it stands: a URL's user and its parameters. */
    private static final Pattern USER_IN_URL = Pattern.compile("(?<=://)[^/@\\s]*@");

    private Secrecy() {}

    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace("\"", "");
        return SECRET.matcher(lower).find() && ABOUT_SECRETS.stream().noneMatch(lower::endsWith);
    }

    /** The value, or as much of it as may be shown. */
    static String masked(String name, String value) {
        if (value.isEmpty()) {
            return value;
        }
        if (isSecret(name) || value.contains("-----BEGIN")) {
            return MASK;
        }
        String withoutUser = USER_IN_URL.matcher(value).replaceAll(MASK + "@");
        return withoutUser
                .replaceFirst("^([a-zA-Z][a-zA-Z0-9+.:-]*://[^?]*)\\?.*", "$1?" + MASK)
                .replaceFirst("^(jdbc:[^?]*)\\?.*", "$1?" + MASK);
    }
}
