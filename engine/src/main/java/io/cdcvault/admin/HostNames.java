package io.cdcvault.admin;

import io.cdcvault.settings.Settings;
import io.javalin.http.Context;
import io.javalin.http.MisdirectedRequestResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a request may call this server by. A page of another site whose name was made to lead here must not
 * read what the network lets only its browser read. Such a name has a dot and is none of ours; an address cannot be
 * made to lead elsewhere.
 */
final class HostNames {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");

    private final boolean isLoopback;
    private final Set<String> own;

    private HostNames(boolean isLoopback, Set<String> own) {
        this.isLoopback = isLoopback;
        this.own = own;
    }

    static HostNames of(Settings.Admin settings) {
        Set<String> own = new HashSet<>(LOOPBACK);
        own.add(settings.address().toLowerCase(Locale.ROOT));
        settings.hostNames()
                .orElse(List.of())
                .forEach(name -> own.add(name.strip().toLowerCase(Locale.ROOT)));
        boolean isLoopback = AdminServer.isLoopback(settings.address());
        if (!isLoopback) {
            machine().ifPresent(own::add);
        }
        return new HostNames(isLoopback, own);
    }

    void require(Context context) {
        String name = String.valueOf(context.host()).replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        if (!isOurs(name)) {
            throw new MisdirectedRequestResponse(
                    isLoopback
                            ? "Ask for localhost: the server listens on this machine only"
                            : "This server does not go by that name: ask for its address, or list the name under"
                                    + " admin.host-names");
        }
    }

    private boolean isOurs(String name) {
        boolean cannotBeMadeToLeadHere = ADDRESS.matcher(name).matches() || name.indexOf('.') < 0;
        return own.contains(name) || (!isLoopback && cannotBeMadeToLeadHere);
    }

    private static Optional<String> machine() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
