package io.cdcvault.cli;

import io.cdcvault.service.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        description = "Capture the master's changes and publish them to Kafka, until stopped; `load` loads them.",
        footer = {
            "",
            "The first half of `run`, for installations whose vault is loaded by a group of loaders. Creates what is"
                    + " missing: the publication, the replication slot, the topics. The first start takes a snapshot."
        })
final class CaptureCommand implements Callable<Integer> {

    @Mixin
    private final SourceOptions configuration = new SourceOptions();

    @Mixin
    private final LossOptions losses = new LossOptions();

    @Override
    public Integer call() throws InterruptedException {
        return UntilStopped.run(
                configuration,
                (installation, instruments) -> Service.capture(installation, losses.consent(), instruments));
    }
}
