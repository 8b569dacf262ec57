package io.cdcvault.setup;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.settings.Settings;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Lines that make a role, without a password. */
final class Roles {

    private Roles() {}

    /** @param attributes such as {@code replication} */
    static List<String> create(String role, String attributes) {
        return List.of(
                "do $cdc_vault$ begin",
                "  if not exists (select from pg_roles where rolname = " + literal(role) + ") then",
                "    create role " + quoted(role) + ";",
                "  end if;",
                "end $cdc_vault$;",
                "alter role " + quoted(role) + " login" + (attributes.isEmpty() ? "" : " " + attributes) + ";",
                "-- Give it the password that the configuration has, with psql's \\password " + quoted(role)
                        + ", or none where pg_hba.conf names another way.");
    }

    /** The database that a URL leads to, for grants on it. */
    static String database(Settings.Database database) {
        Properties url = Driver.parseURL(database.url(), new Properties());
        String name = url == null ? null : PGProperty.PG_DBNAME.getOrDefault(url);
        return name == null ? database.user() : name;
    }
}
