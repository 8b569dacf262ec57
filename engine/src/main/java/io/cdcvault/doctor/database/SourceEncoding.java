package io.cdcvault.doctor.database;

import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.database.Encodings;
import io.cdcvault.database.Identifiers;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Whether the master can say in UTF-8 what its texts are. */
public final class SourceEncoding implements Check {

    private static final String QUERY =
            """
            select pg_encoding_to_char(encoding) as encoding, datname as database
            from pg_database where datname = current_database()""";

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        return ofDatabase(session.row(QUERY));
    }

    public static List<Finding> ofDatabase(CatalogRow database) {
        Subject subject = new Subject(Area.MASTER, "encoding", "Texts travel in UTF-8; the master converts them.");
        String encoding = database.text("encoding");
        Optional<String> refusal = Encodings.refusal(encoding);
        return List.of(
                refusal.isEmpty()
                        ? subject.ok(encoding)
                        : subject.error(
                                encoding + ": " + refusal.get(),
                                Fix.sql(
                                        MASTER,
                                        "create database " + Identifiers.quoted(database.text("database") + "_utf8")
                                                + " encoding 'UTF8' template template0")));
    }
}
