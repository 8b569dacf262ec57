package io.cdcvault.chronicle;

import io.cdcvault.database.Sessions;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's memory, in the warehouse. Nothing depends on it: what cannot be written is lost, and while the
 * warehouse does not answer nothing is remembered. For one thread.
 */
final class Chronicle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

    private static final String EXISTS = "select to_regclass('cdc_vault.process') is not null";

    private static final String EVENT =
            "insert into cdc_vault.event (installation, at, what, who, tone) values (?, ?, ?, ?, ?)";

    private static final String EVENTS =
            """
            select at, what, who, tone from cdc_vault.event where installation = ? and at >= ?
            order by at desc limit 300""";

    private static final String MINUTE =
            """
            insert into cdc_vault.status_minute as m (installation, minute, captured, loaded, lag_seconds, health)
            values (?, date_trunc('minute', ?), ?, ?, ?, ?)
            on conflict (installation, minute) do update set
              captured = excluded.captured, loaded = excluded.loaded,
              lag_seconds = greatest(m.lag_seconds, excluded.lag_seconds), health = excluded.health""";

    /** At most some six hundred points for any range. */
    private static final String MINUTES =
            """
            select to_timestamp(floor(extract(epoch from minute) / ?) * ?) as slice,
              avg(captured), avg(loaded), max(lag_seconds), max(health)
            from cdc_vault.status_minute where installation = ? and minute >= ?
            group by slice order by slice""";

    private static final String PROCESS =
            """
            insert into cdc_vault.process (installation, process, version, started_at, stages)
            values (?, ?, ?, ?, ?::jsonb)
            on conflict (installation, process) do update set
              stages = excluded.stages, seen_at = clock_timestamp()""";

    private static final String GONE = "delete from cdc_vault.process where installation = ? and process = ?";

    private static final List<String> FORGET = List.of(
            "delete from cdc_vault.event where installation = ? and at < clock_timestamp() - interval '90 days'",
            "delete from cdc_vault.status_minute where installation = ?"
                    + " and minute < clock_timestamp() - interval '32 days'",
            "delete from cdc_vault.process where installation = ? and seen_at < clock_timestamp() - interval '1 day'");

    private static final int POINTS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private @Nullable Connection connection;
    private boolean isKnown;

    Chronicle(Settings settings) {
        this.settings = settings;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    void write(Event event) {
        attempt(
                () -> false,
                open -> execute(
                        open,
                        EVENT,
                        settings.name(),
                        time(event.at()),
                        event.what(),
                        event.who().orElse(null),
                        event.tone().word()));
    }

    void write(Minute minute) {
        attempt(
                () -> false,
                open -> execute(
                        open,
                        MINUTE,
                        settings.name(),
                        time(minute.at()),
                        number(minute.captured()),
                        number(minute.loaded()),
                        number(minute.lagSeconds()),
                        minute.health()));
    }

    /** @param stages what each does, as JSON */
    void write(String process, String version, Instant startedAt, String stages) {
        attempt(
                () -> false,
                open -> execute(open, PROCESS, settings.name(), process, version, time(startedAt), stages));
    }

    /** A process that has ended. */
    void remove(String process) {
        attempt(() -> false, open -> execute(open, GONE, settings.name(), process));
    }

    void forgetOld() {
        attempt(() -> false, open -> {
            for (String sql : FORGET) {
                execute(open, sql, settings.name());
            }
            return true;
        });
    }

    /** From old to new. */
    List<Event> events(Instant since) {
        return attempt(List::of, open -> {
            List<Event> events = new ArrayList<>();
            try (PreparedStatement query = prepare(open, EVENTS, settings.name(), time(since));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(
                            0,
                            new Event(
                                    moment(row),
                                    row.getString(2),
                                    Optional.ofNullable(row.getString(3)),
                                    Event.Tone.of(row.getString(4))));
                }
            }
            return events;
        });
    }

    /** From old to new; of a long time, averages over several minutes each. */
    List<Minute> minutes(Duration span) {
        long slice = Math.max(60, span.toSeconds() / POINTS);
        Instant since = Instant.now().minus(span);
        return attempt(List::of, open -> {
            List<Minute> minutes = new ArrayList<>();
            try (PreparedStatement query = prepare(open, MINUTES, slice, slice, settings.name(), time(since));
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    minutes.add(
                            new Minute(moment(row), number(row, 2), number(row, 3), number(row, 4), row.getString(5)));
                }
            }
            return minutes;
        });
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            LOG.debug("Closing the chronicle's session failed", e);
        }
    }

    private <T> T attempt(java.util.function.Supplier<T> otherwise, Work<T> work) {
        try {
            Connection open = open();
            return isKnown(open) ? work.on(open) : otherwise.get();
        } catch (SQLException e) {
            LOG.debug("The chronicle cannot be read or written", e);
            close();
            return otherwise.get();
        }
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = Sessions.open(settings.warehouse(), "chronicle", settings.name());
            // A network that swallows everything must not hold the chronicle up for ever.
            open.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
            connection = open;
        }
        return open;
    }

    /** Before the first load there is no bookkeeping. */
    private boolean isKnown(Connection open) throws SQLException {
        if (!isKnown) {
            try (Statement statement = open.createStatement();
                    ResultSet row = statement.executeQuery(EXISTS)) {
                isKnown = row.next() && row.getBoolean(1);
            }
        }
        return isKnown;
    }

    private static boolean execute(Connection open, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(open, sql, parameters)) {
            return statement.executeUpdate() > 0;
        }
    }

    private static PreparedStatement prepare(Connection open, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = open.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant moment(ResultSet row) throws SQLException {
        return row.getObject(1, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Double number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static OptionalDouble number(ResultSet row, int column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
