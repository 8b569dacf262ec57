package io.cdcvault.status.probe;

import io.cdcvault.change.Lsn;
import io.cdcvault.mart.MartCatalog;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.MartRefreshed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Looks at the marts: at their files, and at the presentation database. */
public final class MartProbe {

    private static final String IS_INSTALLED = "select to_regclass('cdc_vault.mart') is not null";

    private static final String MARTS =
            """
            select mart, failure, exists (
                select from pg_locks l join pg_database d on d.oid = l.database
                where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and d.datname = current_database()
                  and l.classid = hashtext('cdc-vault mart')::oid
                  and l.objid = hashtext(m.target_schema || '.' || m.target_table)::oid),
              (extract(epoch from refreshed_at) * 1000)::bigint,
              extract(epoch from clock_timestamp() - refreshed_at), lsn::text,
              (extract(epoch from load_date) * 1000)::bigint, rows, inserted, updated, deleted, seconds
            from cdc_vault.mart as m where installation = ?""";

    private final Settings settings;

    public MartProbe(Settings settings) {
        this.settings = settings;
    }

    public Probed<MartsView> look(Settings.Mart presentation) {
        MartCatalog catalog = MartCatalog.read(settings);
        return Glance.at("presentation database", presentation, settings.name(), glance -> view(glance, catalog));
    }

    private MartsView view(Glance glance, MartCatalog catalog) throws SQLException {
        boolean isInstalled = glance.query(IS_INSTALLED, row -> row.next() && row.getBoolean(1));
        return new MartsView(catalog, isInstalled ? glance.query(MARTS, MartProbe::marts, settings.name()) : Map.of());
    }

    private static Map<String, MartView> marts(ResultSet row) throws SQLException {
        Map<String, MartView> marts = new HashMap<>();
        while (row.next()) {
            marts.put(
                    row.getString(1),
                    new MartView(refreshed(row), Optional.ofNullable(row.getString(2)), row.getBoolean(3)));
        }
        return marts;
    }

    private static Optional<MartRefreshed> refreshed(ResultSet row) throws SQLException {
        long at = row.getLong(4);
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(new MartRefreshed(
                Instant.ofEpochMilli(at),
                Math.max(0, row.getDouble(5)),
                Lsn.parse(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getDouble(12)));
    }
}
