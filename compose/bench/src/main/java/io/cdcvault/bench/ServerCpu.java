package io.cdcvault.bench;

import io.cdcvault.bench.report.Measurement.Servers;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** CPU time of the servers' processes: those that run now, since each began. */
final class ServerCpu {

    private final BenchStack stack;

    ServerCpu(BenchStack stack) {
        this.stack = stack;
    }

    Servers now() {
        return new Servers(
                seconds(stack.master().process()),
                seconds(stack.broker().process()),
                seconds(stack.warehouse().process()));
    }

    private static double seconds(Optional<ProcessHandle> server) {
        return server.stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(ServerCpu::seconds)
                .sum();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
