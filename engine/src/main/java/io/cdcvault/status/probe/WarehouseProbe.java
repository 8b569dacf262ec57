package io.cdcvault.status.probe;

import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.ColumnLedger;
import io.cdcvault.bookkeeping.DeadLetterLedger;
import io.cdcvault.bookkeeping.FeedPositions;
import io.cdcvault.bookkeeping.LeftOutTables;
import io.cdcvault.bookkeeping.LoadHistory;
import io.cdcvault.bookkeeping.ModelVersions;
import io.cdcvault.bookkeeping.Pauses;
import io.cdcvault.bookkeeping.ProcessLedger;
import io.cdcvault.bookkeeping.SnapshotRequests;
import io.cdcvault.bookkeeping.SourceTables;
import io.cdcvault.bookkeeping.VaultRowCounts;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.feed.FeedName;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;
import io.cdcvault.status.AppliedView;
import io.cdcvault.status.LeftOutView;
import io.cdcvault.status.ProcessJson;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.SnapshotView;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Looks at the warehouse. */
public final class WarehouseProbe {

    private static final String LOADERS =
            """
            select count(*) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and d.datname = current_database()
              and l.classid = hashtext('cdc-vault loader')::oid and l.objid = hashtext(?)::oid""";

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
        int loaders = glance.query(LOADERS, row -> row.next() ? row.getInt(1) : 0, settings.name());
        Connection connection = glance.connection();
        if (!Bookkeeping.exists(connection)) {
            return new WarehouseView(
                    loaders,
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
        VaultRowCounts tables = new VaultRowCounts(connection);
        return new WarehouseView(
                loaders,
                new FeedPositions(connection, feed).progress().map(WarehouseProbe::applied),
                tables.rows(feed),
                tables.loadedAt(feed),
                Pauses.since(connection, settings.name()),
                DeadLetterLedger.waiting(connection, feed, Sources.name(settings)),
                SnapshotRequests.read(connection, feed).stream()
                        .map(WarehouseProbe::snapshot)
                        .toList(),
                drifts(new SourceTables(connection, feed)),
                new LoadHistory(connection, feed).seconds(),
                processes(new ProcessLedger(connection, settings.name())),
                glance.query(
                        LOCK_WAIT,
                        WarehouseProbe::lockWait,
                        Warehouse.loaderSession(settings.name()),
                        Warehouse.groupLoaderSession(settings.name())),
                ModelVersions.stand(connection),
                ColumnLedger.counts(connection, settings),
                leftOut(connection, feed));
    }

    private static AppliedView applied(FeedPositions.Progress progress) {
        return new AppliedView(
                progress.resumeFrom(),
                progress.transaction(),
                progress.lsn(),
                progress.events(),
                progress.transactions(),
                progress.rows(),
                progress.age(),
                progress.isShared());
    }

    private static SnapshotView snapshot(SnapshotRequests.Progress request) {
        return new SnapshotView(request.snapshot(), request.requestedAt(), request.rows(), request.finishedAt());
    }

    /** Nothing before the bookkeeping knows of it. */
    private static List<DriftView> drifts(SourceTables tables) throws SQLException {
        return !tables.areKnown()
                ? List.of()
                : tables.drifts().stream()
                        .map(drift -> new DriftView(
                                drift.table(),
                                drift.obstacle(),
                                drift.remedy(),
                                drift.obstructedAt(),
                                drift.gap(),
                                drift.gapAt(),
                                drift.isBeingRepaired()))
                        .toList();
    }

    private static List<LeftOutView> leftOut(Connection connection, String feed) throws SQLException {
        List<LeftOutView> leftOut = new ArrayList<>();
        new LeftOutTables(connection, feed)
                .all()
                .forEach(each -> leftOut.add(new LeftOutView(
                        each.table(),
                        List.of(),
                        each.reason().text(),
                        each.reason().remedy())));
        SourceTables tables = new SourceTables(connection, feed);
        if (tables.areKnown()) {
            tables.unloadedColumns().forEach((table, columns) -> leftOut.add(LeftOutView.ofColumns(table, columns)));
        }
        return leftOut;
    }

    private static List<ProcessView> processes(ProcessLedger processes) throws SQLException {
        return !processes.areKnown()
                ? List.of()
                : processes.running().stream()
                        .map(process -> new ProcessView(
                                process.name(),
                                false,
                                process.version(),
                                process.startedAt(),
                                ProcessJson.read(process.stages())))
                        .toList();
    }

    private static Optional<LockWait> lockWait(ResultSet row) throws SQLException {
        return row.next()
                ? Optional.of(new LockWait(Instant.ofEpochMilli(row.getLong(1)), row.getInt(2), row.getString(3)))
                : Optional.empty();
    }
}
