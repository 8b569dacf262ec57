package io.cdcvault.metrics;

import ch.qos.logback.classic.LoggerContext;
import io.cdcvault.change.ChangeLog;
import io.cdcvault.feed.ChangeBatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Everything that this process measures. Thread-safe. */
public final class Measures implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Begins with the JVM's own; the rest comes with {@link #measured} and {@link StatusMeters}. */
    public static Measures begin() {
        Measures measures = new Measures();
        measures.measureJvm();
        return measures;
    }

    /** Where further meters are registered. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A change log that counts what goes through it. */
    public ChangeLog measured(ChangeLog log) {
        return new MeasuredChangeLog(log, registry);
    }

    /** A loader that counts and times what it loads: a service's, not that of a file or a replay. */
    public Consumer<ChangeBatch> measured(Consumer<ChangeBatch> loader) {
        return new MeasuredLoader(loader, registry);
    }

    /** All of it, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private void measureJvm() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        if (loggers instanceof LoggerContext logback) {
            measureLog(logback);
        }
    }

    @SuppressWarnings("resource") // For as long as the process runs.
    private void measureLog(LoggerContext logback) {
        new LogbackMetrics(List.of(), logback).bindTo(registry);
    }
}
