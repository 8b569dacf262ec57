package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.service.Administration;
import io.cdcvault.service.Instruments;
import io.cdcvault.service.Service;
import io.cdcvault.settings.Setting;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of all sources in one process, until a signal stops them or one of them ends for good: then all end, as
 * the stages of one service do, with its failure. Each has a group of threads of its source's name, which the log
 * shows.
 */
final class AllSources {

    private static final Logger LOG = LoggerFactory.getLogger(AllSources.class);
    private static final int SECONDS_TO_END = 9;

    private final List<OfSource> all = new ArrayList<>();
    private final CountDownLatch someEnded = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    private AllSources() {}

    /** Returns the exit code; the failure of the first that ends for good is thrown. */
    static int run(ConfigurationOptions configuration, BiFunction<Installation, Instruments, Service> services)
            throws InterruptedException {
        AllSources sources = new AllSources();
        for (String name : configuration.sources()) {
            Optional<String> source = Optional.of(name);
            Settings settings = configuration.settings(source, sources.all.size());
            sources.all.add(sources
            .new OfSource(name, configuration.installation(settings), configuration.list(source), services));
        }
        return sources.run();
    }

    private int run() throws InterruptedException {
        EndOnSignal signal = EndOnSignal.with(this::stop);
        try {
            all.forEach(OfSource::start);
            someEnded.await();
            // Together: each may take its ten seconds.
            List<Thread> ends = all.stream().map(OfSource::ending).toList();
            for (Thread end : ends) {
                end.join();
            }
            for (OfSource each : all) {
                if (each.failure != null) {
                    throw each.failure;
                }
            }
            LOG.info("Stopped");
            return 0;
        } finally {
            finished.countDown();
            signal.cancel();
        }
    }

    private void stop() {
        try {
            someEnded.countDown();
            finished.await(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One source's service. */
    private final class OfSource {

        private final Installation installation;
        private final List<Setting> configuration;
        private final BiFunction<Installation, Instruments, Service> services;
        private final Thread thread;
        private @Nullable Service service;
        private boolean isToEnd;
        private volatile @Nullable CdcVaultException failure;

        OfSource(
                String name,
                Installation installation,
                List<Setting> configuration,
                BiFunction<Installation, Instruments, Service> services) {
            this.installation = installation;
            this.configuration = configuration;
            this.services = services;
            this.thread = new Thread(new SourceOfLine.Threads(name), this::run, "cdc-vault-" + name);
        }

        void start() {
            thread.start();
        }

        /** Lets it finish what it has begun. */
        Thread ending() {
            Thread ending = new Thread(this::end, thread.getName() + "-end");
            ending.start();
            return ending;
        }

        private void end() {
            try {
                Service begun = toEnd();
                if (begun != null) {
                    begun.stop();
                }
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized @Nullable Service toEnd() {
            isToEnd = true;
            return service;
        }

        private void run() {
            try {
                serve();
            } catch (CdcVaultException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                failure = new CdcVaultException(FailureKind.DEFECT, e.toString(), e);
            } finally {
                someEnded.countDown();
            }
        }

        private void serve() throws InterruptedException {
            Instruments instruments = Instruments.begin(Time.system());
            Service own = services.apply(installation, instruments);
            synchronized (this) {
                if (isToEnd) {
                    return;
                }
                service = own;
            }
            try (Administration administration = Administration.start(installation, configuration, own, instruments)) {
                LOG.info("The admin page is at {}", administration.url());
                own.run();
            }
        }
    }
}
