package io.cdcvault.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.cdcvault.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;

/** Applies the configuration's {@code log} section. */
final class Logging {

    private Logging() {}

    static void configure(Settings.Log settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger("io.cdcvault").setLevel(Level.toLevel(settings.level(), Level.INFO));
        if (settings.format() == Settings.Log.Format.JSON
                && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE")
                        instanceof ConsoleAppender<ILoggingEvent> console) {
            useJson(console, context);
        }
    }

    /** Lines of several sources in one process say theirs. */
    private static final class SourceAside extends TurboFilter {

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                ch.qos.logback.classic.Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable cause) {
            String source = SourceOfLine.ofThread();
            if (!source.isEmpty()) {
                MDC.put("source", source);
            }
            return FilterReply.NEUTRAL;
        }
    }

    private static void useJson(ConsoleAppender<ILoggingEvent> console, LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.start();
        context.addTurboFilter(new SourceAside());
        console.stop();
        console.setEncoder(encoder);
        console.start();
    }
}
