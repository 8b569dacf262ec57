package io.cdcvault.status.probe;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Pausable;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.ProcessJson;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.SnapshotView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Looks at the warehouse. */
public final class WarehouseProbe {

    private static final String LOADER =
            """
            select (
                select count(*) from pg_locks l join pg_database d on d.oid = l.database
                where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and d.datname = current_database()
                  and l.classid = hashtext('cdc-vault loader')::oid and l.objid = hashtext(?)::oid),
              to_regclass('cdc_vault.feed_position') is not null""";

    /** A feed has one position, or one for each partition: then it has come as far as the slowest. */
    private static final String APPLIED =
            """
            select position::text, transaction_number, applied_lsn::text, events, transactions, rows,
              extract(epoch from clock_timestamp() - updated_at), false
            from cdc_vault.feed_position where feed = ?
            union all
            (select position::text, transaction_number, applied_lsn::text, events, transaction_number,
              (select coalesce(sum(rows), 0)::bigint from cdc_vault.load_history where feed = p.feed),
              extract(epoch from clock_timestamp() - max(updated_at) over ()), true
             from cdc_vault.partition_position as p where feed = ?
             order by transaction_number limit 1)""";

    private static final String VAULT_SCHEMA =
            """
            (select vault_schema from cdc_vault.feed_position where feed = ?
              union select vault_schema from cdc_vault.partition_position where feed = ?)""";

    private static final String ROWS =
            """
            select table_name, rows from cdc_vault.vault_table
            where vault_schema =
            """
                    + VAULT_SCHEMA;

    private static final String LOADED_AT =
            """
            select table_name, (extract(epoch from loaded_at) * 1000)::bigint from cdc_vault.vault_table
            where vault_schema =
            """
                    + VAULT_SCHEMA;

    private static final String PAUSES =
            "select stage, (extract(epoch from since) * 1000)::bigint from cdc_vault.pause" + " where installation = ?";

    private static final String DEAD_LETTERS =
            """
            select count(*) from cdc_vault.dead_letter where resolved_at is null
              and vault_schema =
            """
                    + VAULT_SCHEMA;

    private static final String SNAPSHOTS =
            """
            select number, source_schema, source_table, (extract(epoch from requested_at) * 1000)::bigint, rows,
              (extract(epoch from finished_at) * 1000)::bigint
            from cdc_vault.table_snapshot where feed = ? order by number""";

    /** Nothing before the bookkeeping knows of it. */
    private static final String DRIFTS =
            """
            select source_schema, source_table, obstacle, remedy, (extract(epoch from obstructed_at) * 1000)::bigint, gap,
              (extract(epoch from gap_at) * 1000)::bigint,
              exists (select from cdc_vault.table_snapshot s where s.number = repair and s.finished_at is null)
            from cdc_vault.source_table where feed = ? and (obstacle is not null or gap is not null)
            order by 1, 2""";

    private static final String KNOWS_DRIFTS = "select to_regclass('cdc_vault.source_table') is not null";

    private static final String KNOWS_PROCESSES = "select to_regclass('cdc_vault.process') is not null";

    /** A service says every few seconds what it does; of one that was killed the last word is soon too old. */
    private static final String PROCESSES =
            """
            select process, version, (extract(epoch from started_at) * 1000)::bigint, stages::text
            from cdc_vault.process
            where installation = ? and seen_at > clock_timestamp() - interval '20 seconds' order by process""";

    private static final String LOADED_FOR =
            "select extract(epoch from clock_timestamp() - min(minute)) from cdc_vault.load_history where feed = ?";

    /**
     * The session that is in front of the queue. Loaders of a group wait for each other as a matter of course. Users
     * without pg_monitor see of others who they are, and nothing more, which is enough.
     */
    private static final String LOCK_WAIT =
            """
            select (extract(epoch from waiting.query_start) * 1000)::bigint, holder.pid,
              coalesce(holder.usename, 'unknown') || coalesce(', ' || nullif(holder.application_name, ''), '')
            from (values (?::text, ?::text)) as loader (alone, in_group),
              pg_stat_activity as waiting, unnest(pg_blocking_pids(waiting.pid)) as blocking (pid)
              join pg_stat_activity as holder on holder.pid = blocking.pid
            where waiting.application_name in (alone, in_group) and holder.application_name not in (alone, in_group)
              and waiting.datname = current_database()
              and waiting.wait_event_type = 'Lock'
              and waiting.query_start < clock_timestamp() - interval '5 seconds'
            order by waiting.query_start limit 1""";

    private final Settings settings;

    public WarehouseProbe(Settings settings) {
        this.settings = settings;
    }

    public Probed<WarehouseView> look() {
        return Glance.at("warehouse", settings.warehouse(), settings.name(), this::view);
    }

    private WarehouseView view(Glance glance) throws SQLException {
        Loader loader = glance.query(LOADER, Loader::of, settings.name());
        if (!loader.isInstalled()) {
            return new WarehouseView(
                    loader.count(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    0,
                    List.of(),
                    List.of(),
                    OptionalDouble.empty());
        }
        String feed = FeedName.textOf(settings);
        return new WarehouseView(
                loader.count(),
                glance.query(APPLIED, WarehouseProbe::applied, feed, feed),
                glance.query(ROWS, WarehouseProbe::rows, feed, feed),
                glance.query(LOADED_AT, WarehouseProbe::moments, feed, feed),
                glance.query(PAUSES, WarehouseProbe::pauses, settings.name()),
                glance.query(DEAD_LETTERS, row -> row.next() ? row.getLong(1) : 0, feed, feed),
                glance.query(SNAPSHOTS, WarehouseProbe::snapshots, feed),
                glance.query(KNOWS_DRIFTS, row -> row.next() && row.getBoolean(1))
                        ? glance.query(DRIFTS, WarehouseProbe::drifts, feed)
                        : List.of(),
                glance.query(LOADED_FOR, WarehouseProbe::seconds, feed),
                glance.query(KNOWS_PROCESSES, row -> row.next() && row.getBoolean(1))
                        ? glance.query(PROCESSES, WarehouseProbe::processes, settings.name())
                        : List.of(),
                glance.query(
                        LOCK_WAIT,
                        WarehouseProbe::lockWait,
                        Warehouse.loaderSession(settings.name()),
                        Warehouse.groupLoaderSession(settings.name())));
    }

    private record Loader(int count, boolean isInstalled) {

        static Loader of(ResultSet row) throws SQLException {
            row.next();
            return new Loader(row.getInt(1), row.getBoolean(2));
        }
    }

    private static Optional<AppliedView> applied(ResultSet row) throws SQLException {
        if (!row.next()) {
            return Optional.empty();
        }
        return Optional.of(new AppliedView(
                row.getString(1),
                row.getLong(2),
                Lsn.parse(row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getDouble(7),
                row.getBoolean(8)));
    }

    private static Map<String, Long> rows(ResultSet row) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        while (row.next()) {
            rows.put(row.getString(1), row.getLong(2));
        }
        return rows;
    }

    private static Map<String, Instant> moments(ResultSet row) throws SQLException {
        Map<String, Instant> moments = new TreeMap<>();
        while (row.next()) {
            moments.put(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
        }
        return moments;
    }

    private static List<SnapshotView> snapshots(ResultSet row) throws SQLException {
        List<SnapshotView> snapshots = new ArrayList<>();
        while (row.next()) {
            TableName table = new TableName(row.getString(2), row.getString(3));
            long finished = row.getLong(6);
            snapshots.add(new SnapshotView(
                    new TableSnapshot(row.getLong(1), table),
                    Instant.ofEpochMilli(row.getLong(4)),
                    row.getLong(5),
                    finished == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finished))));
        }
        return snapshots;
    }

    private static List<DriftView> drifts(ResultSet row) throws SQLException {
        List<DriftView> drifts = new ArrayList<>();
        while (row.next()) {
            drifts.add(new DriftView(
                    new TableName(row.getString(1), row.getString(2)),
                    Optional.ofNullable(row.getString(3)),
                    Optional.ofNullable(row.getString(4)),
                    Instant.ofEpochMilli(row.getLong(5)),
                    Optional.ofNullable(row.getString(6)),
                    Instant.ofEpochMilli(row.getLong(7)),
                    row.getBoolean(8)));
        }
        return drifts;
    }

    private static List<ProcessView> processes(ResultSet row) throws SQLException {
        List<ProcessView> processes = new ArrayList<>();
        while (row.next()) {
            processes.add(new ProcessView(
                    row.getString(1),
                    false,
                    row.getString(2),
                    Instant.ofEpochMilli(row.getLong(3)),
                    ProcessJson.read(row.getString(4))));
        }
        return processes;
    }

    private static Optional<LockWait> lockWait(ResultSet row) throws SQLException {
        return row.next()
                ? Optional.of(new LockWait(Instant.ofEpochMilli(row.getLong(1)), row.getInt(2), row.getString(3)))
                : Optional.empty();
    }

    private static OptionalDouble seconds(ResultSet row) throws SQLException {
        row.next();
        double seconds = row.getDouble(1);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    private static Map<Pausable, Instant> pauses(ResultSet row) throws SQLException {
        Map<Pausable, Instant> pauses = new EnumMap<>(Pausable.class);
        while (row.next()) {
            Instant since = Instant.ofEpochMilli(row.getLong(2));
            Pausable.of(row.getString(1)).ifPresent(paused -> pauses.put(paused, since));
        }
        return pauses;
    }
}
