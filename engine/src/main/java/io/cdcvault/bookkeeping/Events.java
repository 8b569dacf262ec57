package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.EVENT;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What happened to an installation, and who asked for it. */
public final class Events {

    private static final int MOST = 300;

    private final Books books;
    private final String installation;

    public Events(Connection connection, String installation) {
        this.books = new Books(connection);
        this.installation = installation;
    }

    /**
     * Something that happened.
     *
     * @param who asked for it; empty when it happened by itself
     * @param tone how it is shown
     */
    public record Entry(Instant at, String what, Optional<String> who, String tone) {}

    public void add(Entry event) throws SQLException {
        books.execute(insertInto(EVENT)
                .set(EVENT.INSTALLATION, installation)
                .set(EVENT.AT, event.at().atOffset(ZoneOffset.UTC))
                .set(EVENT.WHAT, event.what())
                .set(EVENT.WHO, event.who().orElse(null))
                .set(EVENT.TONE, event.tone()));
    }

    /** The newest 300 since a moment, from new to old. */
    public List<Entry> since(Instant since) throws SQLException {
        return books.fetch(select(EVENT.AT, EVENT.WHAT, EVENT.WHO, EVENT.TONE)
                        .from(EVENT)
                        .where(EVENT.INSTALLATION.eq(installation))
                        .and(EVENT.AT.ge(since.atOffset(ZoneOffset.UTC)))
                        .orderBy(EVENT.AT.desc())
                        .limit(inline(MOST)))
                .map(row -> new Entry(
                        row.value1().toInstant(), row.value2(), Optional.ofNullable(row.value3()), row.value4()));
    }

    /** Those of more than 90 days ago. */
    public void forgetOld() throws SQLException {
        books.execute(deleteFrom(EVENT)
                .where(EVENT.INSTALLATION.eq(installation))
                .and(EVENT.AT.lt(Timestamps.before("90 days"))));
    }
}
