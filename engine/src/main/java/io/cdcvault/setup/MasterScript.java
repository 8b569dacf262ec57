package io.cdcvault.setup;

import static io.cdcvault.database.Identifiers.list;
import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SourceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The master's part: a role that may stream and read, and what is streamed. */
final class MasterScript {

    private final Settings settings;
    private final List<TableName> tables;

    MasterScript(Installation installation) {
        this.settings = installation.settings();
        this.tables = installation.tables();
    }

    List<String> lines() {
        Settings.Source source = settings.source();
        String database = Roles.database(source);
        List<String> lines = new ArrayList<>();
        lines.add("-- On the master, database " + quoted(database) + ", as a superuser.");
        lines.add(
                "-- Counts when the server is restarted; where alter system is not allowed, set it as that server wants.");
        lines.add("alter system set wal_level = 'logical';");
        lines.add("-- Streams the changes and reads the snapshot. pg_hba.conf must let it into the database.");
        lines.addAll(Roles.create(source.user(), "replication"));
        lines.addAll(reading(source.user(), database));
        // Verification and status look at the replica as another user, if so configured; roles come from here.
        settings.replica()
                .map(Settings.Database::user)
                .filter(user -> !user.equals(source.user()))
                .ifPresent(user -> {
                    lines.add("-- Reads the replica, which has its roles from here.");
                    lines.addAll(Roles.create(user, ""));
                    lines.addAll(reading(user, database));
                });
        lines.addAll(policies(source.user()));
        lines.addAll(identities());
        lines.addAll(publication(source.publication()));
        if (source.captureUrl().isPresent()) {
            lines.add("-- A new slot on the standby is ready at once when the service may ask for this.");
            lines.add("grant execute on function pg_log_standby_snapshot() to " + quoted(source.user()) + ";");
        }
        if (source.failover()) {
            lines.addAll(failover());
        }
        return lines;
    }

    /** Which standbys there are, only an administrator knows. */
    private static List<String> failover() {
        return List.of(
                "-- With source.failover (PostgreSQL 17 or newer), and for each standby that may take the master's place:",
                "-- a physical slot, by which it streams; and the stream of changes waits for it, so that the vault never",
                "-- has what it lacks. A name here that does not exist, or a standby that is away, makes the stream wait.",
                "--   select pg_create_physical_replication_slot('replica', true);",
                "--   alter system set synchronized_standby_slots = 'replica';",
                "--   select pg_reload_conf();");
    }

    private List<String> reading(String user, String database) {
        List<String> lines = new ArrayList<>();
        lines.add("grant connect on database " + quoted(database) + " to " + quoted(user) + ";");
        String schemas = tables.stream()
                .map(TableName::schema)
                .distinct()
                .map(schema -> quoted(schema))
                .collect(Collectors.joining(", "));
        lines.add("grant usage on schema " + schemas + " to " + quoted(user) + ";");
        lines.add("grant select on table " + list(tables) + " to " + quoted(user) + ";");
        lines.add("-- To see how far others have read the WAL, and how large it is; it reads statistics and no data.");
        lines.add("grant pg_monitor to " + quoted(user) + ";");
        return lines;
    }

    /** Made with what this server's version knows, or extended by what it lacks. */
    private List<String> publication(String name) {
        return List.of(
                "-- What is streamed: only the owners of tables may publish them.",
                "do $cdc_vault$ declare lacking record; publication text := " + literal(name) + "; begin",
                "  -- An installation that began with an earlier version keeps its publication.",
                "  if publication = " + literal(SourceNames.of(settings.name())),
                "    and not exists (select from pg_publication where pubname = publication)",
                "    and exists (select from pg_replication_slots where database = current_database()",
                "      and slot_name in (" + literal(settings.source().slot()) + ", " + literal(SourceNames.FORMER)
                        + "))",
                "    and exists (select from pg_publication where pubname = " + literal(SourceNames.FORMER) + ")",
                "  then publication := " + literal(SourceNames.FORMER) + "; end if;",
                "  if exists (select from pg_publication where pubname = publication) then",
                "    if exists (select from pg_publication where pubname = publication and not pubviaroot)",
                "    then execute format('alter publication %I set (publish_via_partition_root = true)', publication);",
                "    end if;",
                "    for lacking in select * from (values " + rows() + ") as needed (schema, name)",
                "      where not exists (select from pg_publication_tables p",
                "        where p.pubname = publication and p.schemaname = needed.schema and p.tablename = needed.name)",
                "    loop",
                "      execute format('alter publication %I add table only %I.%I', publication, lacking.schema, lacking.name);",
                "    end loop;",
                "  elsif current_setting('server_version_num')::integer >= " + PublicationSql.PUBLISHES_GENERATED
                        + " then",
                "    execute " + literal(PublicationSql.create(name, tables, PublicationSql.PUBLISHES_GENERATED)) + ";",
                "  else",
                "    " + PublicationSql.create(name, tables, 0) + ";",
                "  end if;",
                "end $cdc_vault$;");
    }

    private List<String> identities() {
        return List.of(
                "-- The master refuses to update rows of a published table without a key that is checked row by row, unless the"
                        + " whole row identifies them.",
                "do $cdc_vault$ declare keyless record; begin",
                "  for keyless in select needed.* from (values " + rows() + ") as needed (schema, name)",
                "    join pg_class c on c.oid = format('%I.%I', needed.schema, needed.name)::regclass",
                "    where c.relreplident = 'd'",
                "      and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indimmediate)",
                "  loop",
                "    execute format('alter table %I.%I replica identity full', keyless.schema, keyless.name);",
                "  end loop;",
                "end $cdc_vault$;");
    }

    /** The service refuses to read a table of which it would not see every row. */
    private List<String> policies(String user) {
        return List.of(
                "-- A snapshot must see every row, which row-level security would not let it.",
                "do $cdc_vault$ begin",
                "  if exists (select from (values " + rows() + ") as needed (schema, name)",
                "    join pg_class c on c.oid = format('%I.%I', needed.schema, needed.name)::regclass where c.relrowsecurity)",
                "  then alter role " + quoted(user) + " bypassrls; end if;",
                "end $cdc_vault$;");
    }

    private String rows() {
        return tables.stream()
                .map(table -> "(" + literal(table.schema()) + ", " + literal(table.table()) + ")")
                .collect(Collectors.joining(", "));
    }
}
