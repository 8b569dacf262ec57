package io.cdcvault.servers.postgres;

import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a server is set up.
 *
 * @param database the database that is created when missing and that {@link PostgresServer#jdbcUrl()} leads to
 * @param timeZone the server's default time zone, for sessions and for its log
 * @param durable whether committed data outlives a crash of the machine; a crash of the server it outlives either way
 * @param parameters further server parameters
 */
public record PostgresSettings(String database, ZoneId timeZone, boolean durable, Map<String, String> parameters) {

    public PostgresSettings {
        parameters = Map.copyOf(parameters);
    }

    /** For data that is kept: durable, in the machine's time zone. */
    public static PostgresSettings durable(String database) {
        return new PostgresSettings(database, ZoneId.systemDefault(), true, Map.of());
    }

    /** For data that is thrown away: fast, and in a time zone that betrays code which takes UTC for granted. */
    public static PostgresSettings fast(String database) {
        return new PostgresSettings(database, ZoneId.of("Asia/Kathmandu"), false, Map.of());
    }

    /** The same with another time zone. */
    public PostgresSettings withTimeZone(ZoneId zone) {
        return new PostgresSettings(database, zone, durable, parameters);
    }

    /** The same with or without durability. */
    public PostgresSettings withDurability(boolean claim) {
        return new PostgresSettings(database, timeZone, claim, parameters);
    }

    /** The same with one more server parameter. */
    public PostgresSettings with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new PostgresSettings(database, timeZone, durable, more);
    }
}
