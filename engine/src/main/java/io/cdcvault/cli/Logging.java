package io.cdcvault.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.cdcvault.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static void useJson(ConsoleAppender<ILoggingEvent> console, LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.start();
        console.stop();
        console.setEncoder(encoder);
        console.start();
    }
}
