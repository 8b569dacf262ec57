package io.cdcvault.local.stack;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;

/** The file that says, to later commands and to scripts, where everything is. */
final class StackProperties {

    private static final String OFFSET = "port-offset";

    private final Path file;

    StackProperties(Path file) {
        this.file = file;
    }

    OptionalInt portOffset() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return OptionalInt.of(Integer.parseInt(properties.getProperty(OFFSET, "0")));
        } catch (NoSuchFileException noneYet) {
            return OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            throw new LocalStackException("Cannot read " + file + ": " + e, e);
        }
    }

    void write(LocalStack stack) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(OFFSET).append('=').append(stack.ports().offset()).append('\n');
        for (StackSystem system : StackSystem.values()) {
            text.append(system.label() + ".port=" + stack.ports().of(system) + "\n");
            text.append(system.label() + ".address=" + stack.server(system).address() + "\n");
        }
        text.append("broker.controller.port=" + stack.ports().controller() + "\n");
        Files.writeString(file, text);
    }
}
