package io.cdcvault.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The servers that a JDBC URL names, as the driver reads it: {@code jdbc:postgresql://a:5432,b:5432/database}.
 *
 * @param servers in the URL's order; one when the URL names one, or none
 */
record UrlServers(List<Server> servers) {

    private static final String AUTHORITY = "//";

    /** By which a URL leaves the choice among its servers to the driver. */
    private static final String CHOICE = "targetServerType=";

    UrlServers {
        servers = List.copyOf(servers);
    }

    /**
     * One of them.
     *
     * @param name as the URL writes it, such as {@code a:5432}
     * @param url that leads to it alone, with the parameters of all
     */
    record Server(String name, String url) {}

    static UrlServers of(String url) {
        int parameters = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int begin = url.indexOf(AUTHORITY) + AUTHORITY.length();
        if (begin < AUTHORITY.length() || begin > parameters || url.contains(CHOICE)) {
            return new UrlServers(List.of(new Server(url, url)));
        }
        int slash = url.indexOf('/', begin);
        int end = slash < 0 || slash > parameters ? parameters : slash;
        List<Server> servers = new ArrayList<>();
        for (String name : url.substring(begin, end).split(",", -1)) {
            servers.add(new Server(name, url.substring(0, begin) + name + url.substring(end)));
        }
        return new UrlServers(servers);
    }

    /** Whether there is a choice among several. */
    boolean isList() {
        return servers.size() > 1;
    }

    /** The one that has this URL for itself. */
    Optional<Server> at(String url) {
        return servers.stream().filter(server -> server.url().equals(url)).findFirst();
    }
}
