package io.cdcvault.admin;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest lines of the log, to be shown. Thread-safe. */
public final class LogRing extends AppenderBase<ILoggingEvent> {

    private static final int LINES = 300;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final ThreadGroup own = Thread.currentThread().getThreadGroup();

    private LogRing() {}

    /** One event. */
    public record Line(Instant at, String level, String logger, String message) {}

    /** Begins to keep what is logged from now on, but for what other services in this process say of themselves. */
    public static LogRing attach() {
        LogRing ring = new LogRing();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            ring.setContext(context);
            ring.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(ring);
        }
        return ring;
    }

    /** From old to new. */
    public List<Line> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Of several services in one process each has a group of threads; the line is written by the thread that logs.
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        if (group != null && !own.parentOf(group) && !group.parentOf(own)) {
            return;
        }
        IThrowableProxy cause = event.getThrowableProxy();
        Line line = new Line(
                event.getInstant(),
                event.getLevel().toString(),
                event.getLoggerName().replaceFirst(".*\\.", ""),
                event.getFormattedMessage()
                        + (cause == null ? "" : ": " + cause.getClassName() + ": " + cause.getMessage()));
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > LINES) {
                lines.removeFirst();
            }
        }
    }
}
