package io.cdcvault.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Which of several sources in one process a line of the log is about. */
public final class SourceOfLine extends ClassicConverter {

    /** All threads that work for a source: a thread is of the group of the one that has begun it. */
    static final class Threads extends ThreadGroup {

        Threads(String source) {
            super(source);
        }
    }

    @Override
    public String convert(ILoggingEvent event) {
        String source = ofThread();
        return source.isEmpty() ? "" : "[" + source + "] ";
    }

    /** Of the thread that logs, which writes the line, too; empty when it works for no source in particular. */
    static String ofThread() {
        return Thread.currentThread().getThreadGroup() instanceof Threads threads ? threads.getName() : "";
    }
}
