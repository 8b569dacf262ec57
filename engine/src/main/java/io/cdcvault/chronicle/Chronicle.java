package io.cdcvault.chronicle;

import io.cdcvault.bookkeeping.Events;
import io.cdcvault.bookkeeping.ProcessLedger;
import io.cdcvault.bookkeeping.StatusMinutes;
import io.cdcvault.database.Sessions;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's memory, in the warehouse. Nothing depends on it: what cannot be written is lost, and while the
 * warehouse does not answer nothing is remembered. For one thread.
 */
final class Chronicle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

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

    private interface Writing {
        void to(Connection connection) throws SQLException;
    }

    void write(Event event) {
        write(open -> new Events(open, settings.name())
                .add(new Events.Entry(
                        event.at(), event.what(), event.who(), event.tone().word())));
    }

    void write(Minute minute) {
        write(open -> new StatusMinutes(open, settings.name())
                .add(new StatusMinutes.Entry(
                        minute.at(), minute.captured(), minute.loaded(), minute.lagSeconds(), minute.health())));
    }

    /** @param stages what each does, as JSON */
    void write(String process, String version, Instant startedAt, String stages) {
        write(open -> new ProcessLedger(open, settings.name())
                .write(new ProcessLedger.Running(process, version, startedAt, stages)));
    }

    /** A process that has ended. */
    void remove(String process) {
        write(open -> new ProcessLedger(open, settings.name()).remove(process));
    }

    void forgetOld() {
        write(open -> {
            new Events(open, settings.name()).forgetOld();
            new StatusMinutes(open, settings.name()).forgetOld();
            new ProcessLedger(open, settings.name()).forgetOld();
        });
    }

    /** From old to new. */
    List<Event> events(Instant since) {
        return attempt(List.of(), open -> {
            List<Event> events = new ArrayList<>();
            for (Events.Entry entry : new Events(open, settings.name()).since(since)) {
                events.add(0, new Event(entry.at(), entry.what(), entry.who(), Event.Tone.of(entry.tone())));
            }
            return events;
        });
    }

    /** From old to new, those of the span before now; of a long time, averages over several minutes each. */
    List<Minute> minutes(Instant now, Duration span) {
        long slice = Math.max(60, span.toSeconds() / POINTS);
        Instant since = now.minus(span);
        return attempt(List.of(), open -> new StatusMinutes(open, settings.name())
                .since(since, slice).stream()
                        .map(entry -> new Minute(
                                entry.at(), entry.captured(), entry.loaded(), entry.lagSeconds(), entry.health()))
                        .toList());
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

    private void write(Writing writing) {
        attempt(false, open -> {
            writing.to(open);
            return true;
        });
    }

    private <T> T attempt(T otherwise, Work<T> work) {
        try {
            Connection open = open();
            return isKnown(open) ? work.on(open) : otherwise;
        } catch (SQLException e) {
            LOG.debug("The chronicle cannot be read or written", e);
            close();
            return otherwise;
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
        isKnown = isKnown || new ProcessLedger(open, settings.name()).areKnown();
        return isKnown;
    }
}
