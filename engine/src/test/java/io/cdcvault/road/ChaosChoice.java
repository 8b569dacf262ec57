package io.cdcvault.road;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The faults that a run draws from: all by their weights, or those of {@code -Dchaos.faults=kill_master,…} alike. */
final class ChaosChoice {

    private final List<ChaosFault> drawn = new ArrayList<>();
    private final Deque<ChaosFault> first;
    private final Random random;

    ChaosChoice(String names, Random random) {
        this.random = random;
        if (names.isBlank()) {
            for (ChaosFault fault : ChaosFault.values()) {
                drawn.addAll(Collections.nCopies(fault.weight(), fault));
            }
        } else {
            Arrays.stream(names.split(",", -1)).map(ChaosChoice::named).forEach(drawn::add);
        }
        List<ChaosFault> each = new ArrayList<>(EnumSet.copyOf(drawn));
        Collections.shuffle(each, random);
        first = new ArrayDeque<>(each);
    }

    /** At first each once, in any order, so that none is left out of a run that is long enough. */
    ChaosFault next() {
        return first.isEmpty() ? drawn.get(random.nextInt(drawn.size())) : first.remove();
    }

    boolean includes(ChaosFault fault) {
        return drawn.contains(fault);
    }

    private static ChaosFault named(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(ChaosFault.values())
                .filter(fault -> fault.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault " + name + "; there are "
                        + Arrays.toString(ChaosFault.values()).replace(' ', '_').replace(",_", ", ")));
    }
}
