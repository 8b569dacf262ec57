package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.PAUSE;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import io.cdcvault.change.Pausable;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jooq.Query;

/**
 * What is paused, kept in the warehouse: so a pause outlives the service, and holds for every service of the
 * installation, whichever process asked for it.
 *
 * <p>Why: docs/decisions/0011-pauses-are-kept-in-the-warehouse.md
 */
public final class Pauses {

    private final Settings settings;

    public Pauses(Settings settings) {
        this.settings = settings;
    }

    /**
     * What is paused now.
     *
     * @throws CdcVaultException when the warehouse does not answer
     */
    public Set<Pausable> read() {
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            return warehouse.attempt("read what is paused", () -> {
                Connection connection = warehouse.connection();
                return new Books(connection).has(PAUSE)
                        ? since(connection, settings.name()).keySet()
                        : Set.of();
            });
        }
    }

    /** Idempotent, and remembers the first time. Running services follow within seconds. */
    public void pause(Pausable paused) {
        change(
                paused,
                insertInto(PAUSE)
                        .set(PAUSE.INSTALLATION, settings.name())
                        .set(PAUSE.STAGE, paused.word())
                        .onConflictDoNothing());
    }

    /** Idempotent. Running services follow within seconds. */
    public void resume(Pausable paused) {
        change(
                paused,
                deleteFrom(PAUSE).where(PAUSE.INSTALLATION.eq(settings.name())).and(PAUSE.STAGE.eq(paused.word())));
    }

    private void change(Pausable paused, Query query) {
        requirePausable(paused);
        try (Warehouse warehouse = Warehouse.connectBriefly(settings)) {
            warehouse.attempt("remember the pause of " + paused.word(), () -> {
                Bookkeeping.migrate(warehouse.connection());
                new Books(warehouse.connection()).execute(query);
                warehouse.connection().commit();
                return paused;
            });
        }
    }

    private void requirePausable(Pausable paused) {
        if (paused == Pausable.LOAD && settings.kafka().bootstrapServers().isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "Without Kafka capture and load are one stage: pause or resume capture");
        }
    }

    /** Since when it is paused, of all that is; the bookkeeping must exist. */
    public static Map<Pausable, Instant> since(Connection connection, String installation) throws SQLException {
        Map<Pausable, Instant> since = new EnumMap<>(Pausable.class);
        new Books(connection)
                .fetch(select(PAUSE.STAGE, PAUSE.SINCE).from(PAUSE).where(PAUSE.INSTALLATION.eq(installation)))
                .forEach(row -> Pausable.of(row.value1())
                        .ifPresent(paused -> since.put(paused, Timestamps.instant(row.value2()))));
        return since;
    }
}
