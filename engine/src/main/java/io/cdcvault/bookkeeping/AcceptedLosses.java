package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.ACCEPTED_LOSS;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import io.cdcvault.bookkeeping.LostCommits.Count;
import io.cdcvault.change.LostRange;
import io.cdcvault.change.Lsn;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a new master does not have of all that was captured from the one before: counted when a service refuses it, and
 * remembered when a person accepts the loss.
 */
public final class AcceptedLosses {

    private static final String WHY = "holds changes that the server in the master's place never had";

    private final Settings settings;
    private final VaultModel model;
    private final String feed;

    /** @param model that the vault is loaded by */
    public AcceptedLosses(Settings settings, VaultModel model) {
        this.settings = settings;
        this.model = model;
        this.feed = FeedName.textOf(settings);
    }

    /**
     * What the vault shows of it; empty when that takes too long.
     *
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public Optional<Count> count(LostRange lost) {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("count what is lost", () -> {
                Bookkeeping.migrate(warehouse.connection());
                // Where nothing is common, all would be counted.
                return lost.after().equals(Lsn.BEGINNING)
                        ? Optional.empty()
                        : new LostCommits(warehouse.connection(), model, feed).count(lost);
            });
        }
    }

    /**
     * Where the log began again: commits of the range {@code (after, until]} came from another server than later ones
     * that have LSNs after its beginning.
     */
    public record Parting(Lsn after, Lsn until) {}

    /** Of a feed, in the order in which they were accepted; none before the first load. */
    public static List<Parting> partings(Connection connection, Settings settings) throws SQLException {
        Books books = new Books(connection);
        if (!books.has(ACCEPTED_LOSS)) {
            return List.of();
        }
        return books.fetch(select(ACCEPTED_LOSS.AFTER_LSN, ACCEPTED_LOSS.UNTIL_LSN)
                        .from(ACCEPTED_LOSS)
                        .where(ACCEPTED_LOSS.FEED.eq(FeedName.textOf(settings)))
                        .orderBy(ACCEPTED_LOSS.NUMBER))
                .map(row ->
                        new Parting(Lsn.parse(String.valueOf(row.value1())), Lsn.parse(String.valueOf(row.value2()))));
    }

    /**
     * Remembers who accepted what and why, once, and has the tables read again by the running service: all in one
     * transaction.
     *
     * @param tables of which the vault may show what is lost; none when a snapshot of all follows
     * @throws io.cdcvault.failure.CdcVaultException when the warehouse does not answer
     */
    public Optional<Count> accept(LostRange lost, String reason, Collection<TableName> tables) {
        Optional<Count> count = count(lost);
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("remember the accepted loss", () -> {
                Connection connection = warehouse.connection();
                TableGaps gaps = new TableGaps(connection, feed);
                for (TableName table : tables) {
                    gaps.repair(table, WHY);
                }
                new Books(connection)
                        .execute(insertInto(ACCEPTED_LOSS)
                                .set(ACCEPTED_LOSS.FEED, feed)
                                .set(
                                        ACCEPTED_LOSS.SYSTEM_IDENTIFIER,
                                        lost.before().system())
                                .set(ACCEPTED_LOSS.OLD_TIMELINE, lost.before().timeline())
                                .set(ACCEPTED_LOSS.NEW_TIMELINE, lost.now().timeline())
                                .set(ACCEPTED_LOSS.AFTER_LSN, LogPositions.value(lost.after()))
                                .set(ACCEPTED_LOSS.UNTIL_LSN, LogPositions.value(lost.until()))
                                .set(
                                        ACCEPTED_LOSS.TRANSACTIONS,
                                        count.map(Count::transactions).orElse(null))
                                .set(
                                        ACCEPTED_LOSS.VAULT_ROWS,
                                        count.map(Count::rows).orElse(null))
                                .set(ACCEPTED_LOSS.REASON, reason)
                                .onConflictDoNothing());
                connection.commit();
                return count;
            });
        }
    }
}
