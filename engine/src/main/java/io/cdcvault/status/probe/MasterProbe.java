package io.cdcvault.status.probe;

import io.cdcvault.change.Lsn;
import io.cdcvault.settings.NamedSource;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.Ages;
import io.cdcvault.status.SlotView;
import io.cdcvault.time.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Looks at the master. */
public final class MasterProbe {

    /** One statement, so that the current WAL position and the slot's are of the same moment. */
    private static final String MASTER =
            """
            select (extract(epoch from clock_timestamp()) * 1000000)::bigint, pg_current_wal_lsn()::text,
              exists (
                select 1 from pg_locks l join pg_database d on d.oid = l.database
                where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and d.datname = current_database()
                  and l.classid = hashtext('cdc-vault capture')::oid and l.objid = hashtext(slot.name)::oid),
              s.slot_name, s.active, coalesce(s.wal_status, 'creating'), s.safe_wal_size,
              s.confirmed_flush_lsn::text, r.sent_lsn::text,
              coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint
            from (select ?::text) as slot (name)
            left join pg_replication_slots s on s.slot_name = slot.name
            left join pg_stat_replication r on r.pid = s.active_pid""";

    /** The slot's columns of the statement above, on a standby that changes are captured from. */
    private static final String STANDBY =
            """
            select s.slot_name, s.active, coalesce(s.wal_status, 'creating'), s.safe_wal_size,
              s.confirmed_flush_lsn::text, r.sent_lsn::text,
              coalesce(pg_wal_lsn_diff(
                case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end,
                s.restart_lsn), 0)::bigint
            from pg_replication_slots s left join pg_stat_replication r on r.pid = s.active_pid
            where s.slot_name = ?""";

    private static final String ROWS =
            """
            select p.schemaname || '.' || p.tablename, greatest(s.n_live_tup, c.reltuples::bigint, 0)
            from pg_publication_tables p
            join pg_class c on c.oid = format('%I.%I', p.schemaname, p.tablename)::regclass
            left join pg_stat_user_tables s on s.relid = c.oid
            where p.pubname = ?""";

    private final Settings settings;
    private final Time time;

    public MasterProbe(Settings settings, Time time) {
        this.settings = settings;
        this.time = time;
    }

    public Probed<MasterView> look() {
        Settings.Source source = settings.source();
        if (source.captureUrl().isEmpty()) {
            return Glance.at("master", source, settings.name(), glance -> view(glance, MasterProbe::slotOnMaster));
        }
        Probed<Optional<SlotView>> standby = Glance.at(
                "standby",
                NamedSource.captured(settings).source(),
                settings.name(),
                glance -> glance.query(STANDBY, MasterProbe::slotOnStandby, source.slot()));
        return standby instanceof Probed.Unreachable<Optional<SlotView>> away
                ? new Probed.Unreachable<>(away.reason(), away.kind())
                : Glance.at(
                        "master",
                        source,
                        settings.name(),
                        glance -> view(glance, row -> standby.seen().flatMap(slot -> slot)));
    }

    private MasterView view(Glance glance, Glance.Reading<Optional<SlotView>> slot) throws SQLException {
        Settings.Source source = glance.named(settings).source();
        Map<String, Long> rows = glance.query(ROWS, MasterProbe::rows, source.publication());
        Optional<String> awaited = glance.awaitedBy(source.slot());
        return glance.query(MASTER, row -> view(source.slot(), row, slot, awaited, rows), source.slot());
    }

    private MasterView view(
            String slotName,
            ResultSet row,
            Glance.Reading<Optional<SlotView>> slot,
            Optional<String> awaited,
            Map<String, Long> rows)
            throws SQLException {
        row.next();
        long now = row.getLong(1);
        return new MasterView(
                slotName,
                now,
                now - Ages.micros(time.now()),
                Lsn.parse(row.getString(2)),
                row.getBoolean(3),
                slot.of(row),
                awaited,
                rows);
    }

    private static Map<String, Long> rows(ResultSet row) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        while (row.next()) {
            rows.put(row.getString(1), row.getLong(2));
        }
        return rows;
    }

    private static Optional<SlotView> slotOnMaster(ResultSet row) throws SQLException {
        return row.getString(4) == null ? Optional.empty() : Optional.of(slot(row, 3));
    }

    private static Optional<SlotView> slotOnStandby(ResultSet row) throws SQLException {
        return row.next() ? Optional.of(slot(row, 0)) : Optional.empty();
    }

    /** @param before columns before the slot's */
    private static SlotView slot(ResultSet row, int before) throws SQLException {
        long safe = row.getLong(before + 4);
        OptionalLong safeWalBytes = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(safe);
        return new SlotView(
                row.getBoolean(before + 2),
                row.getString(before + 3),
                safeWalBytes,
                Math.max(0, row.getLong(before + 7)),
                Optional.ofNullable(row.getString(before + 5)).map(Lsn::parse),
                // Hidden from roles without pg_monitor.
                Optional.ofNullable(row.getString(before + 6)).map(Lsn::parse));
    }
}
