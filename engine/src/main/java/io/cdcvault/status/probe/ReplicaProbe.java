package io.cdcvault.status.probe;

import io.cdcvault.change.Lsn;
import io.cdcvault.settings.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks at the master's streaming replica. */
public final class ReplicaProbe {

    private static final String REPLICA =
            """
            select pg_is_in_recovery(),
              -- The status is hidden from roles without pg_monitor; that there is a receiver is not.
              exists (select 1 from pg_stat_wal_receiver where coalesce(status, 'streaming') = 'streaming'),
              coalesce(pg_last_wal_replay_lsn()::text, '0/0'),
              case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
                else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0) end""";

    private final Settings settings;

    public ReplicaProbe(Settings settings) {
        this.settings = settings;
    }

    public Probed<ReplicaView> look(Settings.Database replica) {
        return Glance.at("replica", replica, settings.name(), glance -> glance.query(REPLICA, ReplicaProbe::view));
    }

    private static ReplicaView view(ResultSet row) throws SQLException {
        row.next();
        return new ReplicaView(row.getBoolean(1), row.getBoolean(2), Lsn.parse(row.getString(3)), row.getDouble(4));
    }
}
