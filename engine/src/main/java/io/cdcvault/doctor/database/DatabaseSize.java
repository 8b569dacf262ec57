package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.List;

/** What a database takes on its disk, as far as SQL shows; how much is left it does not. */
public final class DatabaseSize implements Check {

    private static final String SIZE =
            """
            select pg_database_size(current_database()) as size,
              has_function_privilege('pg_ls_waldir()', 'execute') as shows_wal""";

    private static final String WAL = "select sum(size)::bigint as size from pg_ls_waldir()";

    private final Area part;

    public DatabaseSize(Area part) {
        this.part = part;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        CatalogRow row = session.row(SIZE);
        String wal = row.is("shows_wal")
                ? ", WAL " + SlotChecks.bytes(session.row(WAL).number("size"))
                : "; the size of its WAL is shown to members of pg_monitor";
        return List.of(new Subject(part, "size", "A server whose disk is full stops, and its disk is seen only there.")
                .info("database " + SlotChecks.bytes(row.number("size")) + wal));
    }
}
