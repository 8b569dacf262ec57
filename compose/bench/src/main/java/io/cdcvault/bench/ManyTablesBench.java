package io.cdcvault.bench;

import io.cdcvault.bench.tables.TablesBench;
import io.cdcvault.bench.tables.TablesReading;
import io.cdcvault.bench.tables.TablesReport;
import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Services with few tables and with many, one after the other on the same servers.
 *
 * @param tables of each service
 * @param isDirect whether they do without Kafka
 * @param progress given each reading as a line
 */
record ManyTablesBench(Path directory, List<Integer> tables, boolean isDirect, Consumer<String> progress) {

    /** @throws BenchException when a service fails */
    TablesReport run() {
        try (BenchStack stack = BenchStack.start(directory)) {
            ServerCpu cpu = new ServerCpu(stack);
            TablesBench.Systems servers = new TablesBench.Systems(
                    stack.master(),
                    stack.warehouse(),
                    isDirect ? Optional.empty() : Optional.of(stack.broker().bootstrapServers()),
                    () -> cpu.now().master(),
                    () -> cpu.now().warehouse());
            List<TablesReading> readings = new ArrayList<>();
            for (int count : tables) {
                stack.settle();
                TablesReading reading =
                        new TablesBench(servers, count, Main.class.getName(), stack.directory()).measure();
                progress.accept(reading.toString());
                readings.add(reading);
            }
            return new TablesReport(readings);
        } catch (LocalStackException | IOException | SQLException e) {
            throw new BenchException("The benchmark failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("The benchmark was interrupted", e);
        }
    }
}
