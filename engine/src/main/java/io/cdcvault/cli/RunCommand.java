package io.cdcvault.cli;

import io.cdcvault.service.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Capture the master's changes, publish them to Kafka and load the vault, until stopped.",
        footer = {
            "",
            "Creates what is missing: the publication, the replication slot, the topics, the vault's tables. The first"
                    + " start takes a snapshot. Stop it with SIGTERM or Ctrl-C: it finishes what it has begun and ends"
                    + " within ten seconds. A kill loses nothing either."
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Mixin
    private final LossOptions losses = new LossOptions();

    @Override
    public Integer call() throws InterruptedException {
        return UntilStopped.run(
                configuration, (installation, instruments) -> Service.run(installation, losses.consent(), instruments));
    }
}
