package io.cdcvault.local.stack;

import io.cdcvault.servers.process.FreePorts;
import io.cdcvault.servers.process.PortOwner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The ports that a stack wants to listen on and others already do. */
public final class TakenPorts {

    private static final int STEP = 100;
    private static final int FARTHEST = 5_000;

    private final Map<Integer, String> taken;
    private final int offset;

    private TakenPorts(Map<Integer, String> taken, int offset) {
        this.taken = taken;
        this.offset = offset;
    }

    /** Looks at the ports of those of these systems that do not run. */
    public static TakenPorts of(LocalStack stack, Set<StackSystem> systems) {
        Map<Integer, String> wanted = new LinkedHashMap<>();
        for (StackSystem system : StackSystem.values()) {
            if (systems.contains(system) && !stack.server(system).isRunning()) {
                wanted.put(stack.ports().of(system), system.label());
            }
        }
        if (wanted.containsValue(StackSystem.BROKER.label())) {
            wanted.put(stack.ports().controller(), "broker's controller");
        }
        wanted.keySet().removeIf(FreePorts::isFree);
        return new TakenPorts(wanted, stack.ports().offset());
    }

    /** Whether no port is taken. */
    public boolean isEmpty() {
        return taken.isEmpty();
    }

    /** One sentence a port, and one on what to do. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        taken.forEach((port, system) -> sentences.add(
                "Port " + port + " for the " + system + " is taken by " + PortOwner.describe(port) + "."));
        sentences.add("End what is in the way, or move all ports together with --port-offset"
                + freeOffset()
                        .map(free -> ", for instance --port-offset " + free + ".")
                        .orElse("."));
        return sentences;
    }

    private Optional<Integer> freeOffset() {
        return IntStream.iterate(STEP, candidate -> candidate <= FARTHEST, candidate -> candidate + STEP)
                .filter(candidate -> candidate != offset)
                .filter(candidate -> Ports.movedBy(candidate).all().allMatch(FreePorts::isFree))
                .boxed()
                .findFirst();
    }
}
