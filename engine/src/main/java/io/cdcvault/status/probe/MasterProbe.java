package io.cdcvault.status.probe;

import io.cdcvault.change.Lsn;
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
        return Glance.at("master", source, settings.name(), this::view);
    }

    private MasterView view(Glance glance) throws SQLException {
        Settings.Source source = glance.named(settings).source();
        Map<String, Long> rows = glance.query(ROWS, MasterProbe::rows, source.publication());
        Optional<String> awaited = glance.awaitedBy(source.slot());
        return glance.query(MASTER, row -> view(source.slot(), row, awaited, rows), source.slot());
    }

    private MasterView view(String slotName, ResultSet row, Optional<String> awaited, Map<String, Long> rows)
            throws SQLException {
        row.next();
        long now = row.getLong(1);
        return new MasterView(
                slotName,
                now,
                now - Ages.micros(time.now()),
                Lsn.parse(row.getString(2)),
                row.getBoolean(3),
                slot(row),
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

    private static Optional<SlotView> slot(ResultSet row) throws SQLException {
        if (row.getString(4) == null) {
            return Optional.empty();
        }
        long safe = row.getLong(7);
        OptionalLong safeWalBytes = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(safe);
        return Optional.of(new SlotView(
                row.getBoolean(5),
                row.getString(6),
                safeWalBytes,
                Math.max(0, row.getLong(10)),
                Optional.ofNullable(row.getString(8)).map(Lsn::parse),
                // Hidden from roles without pg_monitor.
                Optional.ofNullable(row.getString(9)).map(Lsn::parse)));
    }
}
