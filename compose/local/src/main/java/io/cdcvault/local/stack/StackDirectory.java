package io.cdcvault.local.stack;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.files.DirectoryLock;
import io.cdcvault.servers.files.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The directory of a stack that is kept: what it remembers between two commands. */
public final class StackDirectory {

    private static final String LOCK = ".lock";

    private final Path path;
    private final StackProperties properties;

    /** The directory, which need not exist yet. */
    public StackDirectory(Path path) {
        this.path = path.toAbsolutePath().normalize();
        this.properties = new StackProperties(this.path.resolve("stack.properties"));
    }

    /** The stack on the ports it used last, or on the usual ones. */
    public LocalStack stack() {
        return LocalStack.at(path, Ports.movedBy(rememberedOffset().orElse(0)));
    }

    /**
     * The stack with its ports moved.
     *
     * @throws LocalStackException when it runs on other ports
     */
    public LocalStack stack(int portOffset) {
        LocalStack current = stack();
        if (current.ports().offset() != portOffset && current.isAnythingRunning()) {
            throw new LocalStackException("The stack in " + path + " runs with port offset "
                    + current.ports().offset() + ": stop it with `down` before moving it to " + portOffset);
        }
        return LocalStack.at(path, Ports.movedBy(portOffset));
    }

    /** Writes down the stack's ports and addresses, and a configuration of the service for them. */
    public void remember(LocalStack stack) {
        try {
            Files.createDirectories(path);
            properties.write(stack);
            Files.writeString(configuration(), new ServiceConfiguration(stack).yaml());
        } catch (IOException e) {
            throw new LocalStackException("Cannot write into " + path + ": " + e, e);
        }
    }

    /** The file with which the service finds the stack. */
    public Path configuration() {
        return path.resolve("cdc-vault.yaml");
    }

    /** Runs the action while no other command starts, stops or deletes this stack. */
    public <E extends Exception> void holding(DirectoryLock.Action<E> action) throws E {
        DirectoryLock.holding(path, action);
    }

    /** Deletes all data. Nothing may run here any more. */
    public void empty() {
        try (Stream<Path> children = Files.list(path)) {
            List<Path> doomed = children.filter(child -> !child.endsWith(LOCK)).toList();
            for (Path child : doomed) {
                Trees.delete(child);
            }
        } catch (IOException e) {
            throw new LocalStackException("Cannot empty " + path + ": " + e, e);
        }
    }

    private OptionalInt rememberedOffset() {
        return properties.portOffset();
    }
}
