package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.PROCESS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.JSONB;

/** The services of an installation that run, and what their stages do. */
public final class ProcessLedger {

    private final Books books;
    private final String installation;

    public ProcessLedger(Connection connection, String installation) {
        this.books = new Books(connection);
        this.installation = installation;
    }

    /**
     * A service.
     *
     * @param stages what each of its stages does, as JSON
     */
    public record Running(String name, String version, Instant startedAt, String stages) {}

    /** Whether they can be asked for: an older bookkeeping knows none. */
    public boolean areKnown() throws SQLException {
        return books.has(PROCESS);
    }

    /** A service says every few seconds what it does; of one that was killed the last word is soon too old. */
    public List<Running> running() throws SQLException {
        return books.fetch(select(PROCESS.PROCESS_, PROCESS.VERSION, PROCESS.STARTED_AT, PROCESS.STAGES)
                        .from(PROCESS)
                        .where(PROCESS.INSTALLATION.eq(installation))
                        .and(PROCESS.SEEN_AT.gt(Timestamps.before("20 seconds")))
                        .orderBy(PROCESS.PROCESS_))
                .map(row -> new Running(
                        row.value1(),
                        row.value2(),
                        Timestamps.instant(row.value3()),
                        row.value4().data()));
    }

    /** What a service does now. */
    public void write(Running process) throws SQLException {
        books.execute(insertInto(PROCESS)
                .set(PROCESS.INSTALLATION, installation)
                .set(PROCESS.PROCESS_, process.name())
                .set(PROCESS.VERSION, process.version())
                .set(PROCESS.STARTED_AT, process.startedAt().atOffset(ZoneOffset.UTC))
                .set(PROCESS.STAGES, JSONB.jsonb(process.stages()))
                .onConflict(PROCESS.INSTALLATION, PROCESS.PROCESS_)
                .doUpdate()
                .set(PROCESS.STAGES, excluded(PROCESS.STAGES))
                .set(PROCESS.SEEN_AT, Timestamps.NOW));
    }

    /** A service that has ended. */
    public void remove(String process) throws SQLException {
        books.execute(
                deleteFrom(PROCESS).where(PROCESS.INSTALLATION.eq(installation)).and(PROCESS.PROCESS_.eq(process)));
    }

    /** Those that were not seen for a day. */
    public void forgetOld() throws SQLException {
        books.execute(deleteFrom(PROCESS)
                .where(PROCESS.INSTALLATION.eq(installation))
                .and(PROCESS.SEEN_AT.lt(Timestamps.before("1 day"))));
    }
}
