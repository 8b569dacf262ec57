package io.cdcvault.database;

import io.cdcvault.settings.NamedSource;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SourceNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The server, the slot and the publication that an installation uses. An installation that began with the fixed default
 * names of earlier versions keeps them: PostgreSQL cannot rename a slot, and a slot cannot stream changes of before its
 * publication existed.
 *
 * <p>Why: docs/decisions/0020-slot-and-publication-are-named-after-the-installation.md
 */
public final class NamesInForce {

    /**
     * The former slot counts as long as it is this database's and nothing has the derived name: who has made a
     * publication of that name is no former installation, and must not take another one's slot. The former publication
     * goes with a slot that exists.
     */
    private static final String QUERY =
            """
            with wanted as (
              select w.*, exists (select from pg_publication p where p.pubname = w.derived) as is_published
              from (select ?::text as slot, ?::text as publication, ?::text as derived, ?::text as former) w),
            fitting as (
              select s.slot_name as name from pg_replication_slots s
              where s.plugin = 'pgoutput' and s.database = current_database()),
            used as (
              select w.*, case when w.slot = w.derived and not w.is_published
                  and not exists (select from pg_replication_slots s where s.slot_name = w.derived)
                  and w.former in (select name from fitting)
                then w.former else w.slot end as used_slot
              from wanted w)
            select used_slot, case when u.publication = u.derived and not u.is_published
                and exists (select from pg_publication p where p.pubname = u.former)
                and u.used_slot in (select name from fitting)
              then u.former else u.publication end as used_publication
            from used u""";

    private NamesInForce() {}

    /**
     * The settings with the names in force, and with the server that the session leads to as the only one: all that one
     * capture asks, it asks the same server.
     *
     * @param source a session on the master
     */
    public static Settings of(Settings settings, Connection source) throws SQLException {
        try (PreparedStatement statement = source.prepareStatement(QUERY)) {
            statement.setString(1, settings.source().slot());
            statement.setString(2, settings.source().publication());
            statement.setString(3, SourceNames.of(settings.name()));
            // Where there were no several sources, there is no former slot of one.
            statement.setString(4, settings.source().name().isPresent() ? "" : SourceNames.FORMER);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? NamedSource.in(settings, PrimaryConnection.url(source), row.getString(1), row.getString(2))
                        : settings;
            }
        }
    }
}
