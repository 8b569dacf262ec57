package io.cdcvault.local.stack;

import io.cdcvault.servers.failure.LocalStackException;
import io.cdcvault.servers.process.FreePorts;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who listens where on 127.0.0.1.
 *
 * @param offset by how much all ports are moved, 0 for ports that are not the usual ones moved
 * @param of the port of each system
 * @param controller the port of the broker's controller part
 */
public record Ports(int offset, Map<StackSystem, Integer> of, int controller) {

    private static final int USUAL_CONTROLLER = 9093;
    private static final int USUAL_ADMIN = 8080;
    private static final int LARGEST = 65_535;

    public Ports {
        of = Map.copyOf(of);
    }

    /** The usual ports, all moved by the same amount. */
    public static Ports movedBy(int offset) {
        if (StackSystem.MASTER.usualPort() + offset < 1 || USUAL_CONTROLLER + offset > LARGEST) {
            throw new LocalStackException("A port offset of " + offset + " leads outside of the ports 1 to " + LARGEST);
        }
        Map<StackSystem, Integer> moved = new EnumMap<>(StackSystem.class);
        Arrays.stream(StackSystem.values()).forEach(system -> moved.put(system, system.usualPort() + offset));
        return new Ports(offset, moved, USUAL_CONTROLLER + offset);
    }

    /** Free ports. */
    public static Ports free() {
        Map<StackSystem, Integer> free = new EnumMap<>(StackSystem.class);
        Arrays.stream(StackSystem.values()).forEach(system -> free.put(system, FreePorts.next()));
        return new Ports(0, free, FreePorts.next());
    }

    /** Where the service's admin page is; 0 for any port that is free when it starts. */
    public int admin() {
        return of(StackSystem.MASTER) == StackSystem.MASTER.usualPort() + offset ? USUAL_ADMIN + offset : 0;
    }

    /** Every port of the systems. */
    public IntStream all() {
        return IntStream.concat(of.values().stream().mapToInt(Integer::intValue), IntStream.of(controller));
    }

    /** The port of one system. */
    public int of(StackSystem system) {
        Integer port = of.get(system);
        if (port == null) {
            throw new LocalStackException("No port for " + system.label());
        }
        return port;
    }
}
