package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.MART;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionNumber;
import io.cdcvault.schema.bookkeeping.Migrations;
import io.cdcvault.schema.bookkeeping.PresentationTables;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetStep;
import org.jooq.InsertSetMoreStep;
import org.jooq.Record;

/** What the presentation database knows of its marts: {@code cdc_vault.mart}. */
public final class MartLedger {

    /** Whether a session holds the lock on a mart's target. */
    private static final Field<Boolean> IS_RUNNING = field(
            """
            exists (
              select from pg_locks l join pg_database d on d.oid = l.database
              where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and d.datname = current_database()
                and l.classid = hashtext('cdc-vault mart')::oid and l.objid = hashtext({0} || '.' || {1})::oid)""",
            Boolean.class, MART.TARGET_SCHEMA, MART.TARGET_TABLE);

    private final Connection connection;
    private final Books books;
    private final String installation;

    public MartLedger(Connection connection, String installation) {
        this.connection = connection;
        this.books = new Books(connection);
        this.installation = installation;
    }

    /**
     * What is known of a mart.
     *
     * @param last its last refresh; empty when it never was refreshed
     * @param age of that, in seconds by the database's clock
     * @param failure of the last attempt; empty when it succeeded
     * @param isRunning whether a refresh is under way
     */
    public record State(
            String mart, Optional<MartOutcome> last, double age, Optional<String> failure, boolean isRunning) {}

    /** Creates what is missing; in a transaction of its own. */
    public void createMissing() throws SQLException {
        // Two services that start together must not create it twice.
        books.lock("cdc_vault.mart");
        SchemaCreation.createMissing(connection, Migrations.SCHEMA);
        if (!books.has(MART)) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : PresentationTables.STATEMENTS) {
                    statement.execute(sql);
                }
            }
        }
        connection.commit();
    }

    /** Empty when the mart was never refreshed. */
    public Optional<Instant> refreshedAt(String mart) throws SQLException {
        return books.first(select(MART.REFRESHED_AT)
                        .from(MART)
                        .where(MART.INSTALLATION.eq(installation))
                        .and(MART.MART_.eq(mart))
                        .and(MART.REFRESHED_AT.isNotNull()))
                .map(row -> Timestamps.instant(row.value1()));
    }

    /** Whether some refresh filled the target. */
    public boolean isOurs(TableName target) throws SQLException {
        return books.first(selectOne()
                        .from(MART)
                        .where(MART.TARGET_SCHEMA.eq(target.schema()))
                        .and(MART.TARGET_TABLE.eq(target.table()))
                        .and(MART.REFRESHED_AT.isNotNull()))
                .isPresent();
    }

    public void succeeded(String mart, TableName target, MartOutcome outcome) throws SQLException {
        InsertOnDuplicateSetStep<Record> insert = of(mart, target)
                .set(MART.REFRESHED_AT, at(outcome.refreshedAt()))
                .set(MART.LSN, LogPositions.value(outcome.vault().lsn()))
                .set(MART.LOAD_DATE, at(outcome.vault().loadDate()))
                .set(MART.TRANSACTION_NUMBER, outcome.vault().transaction().value())
                .set(MART.ROWS, outcome.rows())
                .set(MART.INSERTED, outcome.inserted())
                .set(MART.UPDATED, outcome.updated())
                .set(MART.DELETED, outcome.deleted())
                .set(MART.SECONDS, outcome.seconds())
                .onConflict(MART.INSTALLATION, MART.MART_)
                .doUpdate();
        books.execute(insert.set(MART.TARGET_SCHEMA, excluded(MART.TARGET_SCHEMA))
                .set(MART.TARGET_TABLE, excluded(MART.TARGET_TABLE))
                .set(MART.REFRESHED_AT, excluded(MART.REFRESHED_AT))
                .set(MART.LSN, excluded(MART.LSN))
                .set(MART.LOAD_DATE, excluded(MART.LOAD_DATE))
                .set(MART.TRANSACTION_NUMBER, excluded(MART.TRANSACTION_NUMBER))
                .set(MART.ROWS, excluded(MART.ROWS))
                .set(MART.INSERTED, excluded(MART.INSERTED))
                .set(MART.UPDATED, excluded(MART.UPDATED))
                .set(MART.DELETED, excluded(MART.DELETED))
                .set(MART.SECONDS, excluded(MART.SECONDS))
                .setNull(MART.FAILED_AT)
                .setNull(MART.FAILURE));
    }

    public void failed(String mart, TableName target, String why) throws SQLException {
        books.execute(of(mart, target)
                .set(MART.FAILED_AT, Timestamps.NOW)
                .set(MART.FAILURE, why)
                .onConflict(MART.INSTALLATION, MART.MART_)
                .doUpdate()
                .set(MART.FAILED_AT, excluded(MART.FAILED_AT))
                .set(MART.FAILURE, excluded(MART.FAILURE)));
    }

    /** Of all marts that were ever refreshed, or tried. */
    public List<State> states() throws SQLException {
        if (!books.has(MART)) {
            return List.of();
        }
        Field<Double> age = Timestamps.age(MART.REFRESHED_AT).as("age");
        Field<Boolean> isRunning = IS_RUNNING.as("is_running");
        return books.fetch(select(MART.fields())
                        .select(age, isRunning)
                        .from(MART)
                        .where(MART.INSTALLATION.eq(installation)))
                .map(row -> new State(
                        row.get(MART.MART_),
                        Optional.ofNullable(row.get(MART.REFRESHED_AT)).map(at -> outcome(row)),
                        Optional.ofNullable(row.get(age)).orElse(0.0),
                        Optional.ofNullable(row.get(MART.FAILURE)),
                        row.get(isRunning)));
    }

    private static MartOutcome outcome(Record row) {
        return new MartOutcome(
                Timestamps.instant(row.get(MART.REFRESHED_AT)),
                new VaultMoment(
                        Lsn.parse(row.get(MART.LSN)),
                        Timestamps.instant(row.get(MART.LOAD_DATE)),
                        new TransactionNumber(row.get(MART.TRANSACTION_NUMBER))),
                row.get(MART.ROWS),
                row.get(MART.INSERTED),
                row.get(MART.UPDATED),
                row.get(MART.DELETED),
                row.get(MART.SECONDS));
    }

    private InsertSetMoreStep<Record> of(String mart, TableName target) {
        return insertInto(MART)
                .set(MART.INSTALLATION, installation)
                .set(MART.MART_, mart)
                .set(MART.TARGET_SCHEMA, target.schema())
                .set(MART.TARGET_TABLE, target.table());
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
