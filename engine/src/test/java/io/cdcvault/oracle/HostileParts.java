package io.cdcvault.oracle;

import io.cdcvault.change.RowChange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must come of a history of parts whose keys are hostile, one change at a time. The first key has its hash,
 * changes of others wait. Rows without a key wait too, each until its next change.
 *
 * @param waiting how many letters
 * @param keys joined as the recipe does it
 */
record HostileParts(int waiting, Set<String> keys, Set<String> versions, Set<String> statuses) {

    static HostileParts after(List<RowChange> history) {
        Map<String, List<String>> owners = new HashMap<>();
        Map<String, String> weights = new HashMap<>();
        Set<String> live = new HashSet<>();
        Set<List<String>> keyless = new HashSet<>();
        Set<String> versions = new TreeSet<>();
        Set<String> statuses = new TreeSet<>();
        int parked = 0;
        for (RowChange change : history) {
            Map<String, String> row = change.image().columns();
            List<String> key = Arrays.asList(normal(row.get("a")), normal(row.get("b")));
            String joined = key.stream().map(part -> part == null ? "^^" : part).collect(Collectors.joining("||"));
            boolean leaves = change.operation().leavesRow();
            String when = " " + change.stamp().loadDate().micros();
            if (joined.equals("^^||^^")) {
                List<String> spelled = Arrays.asList(row.get("a"), row.get("b"));
                keyless.remove(spelled);
                if (leaves) {
                    keyless.add(spelled);
                }
            } else if (!owners.getOrDefault(joined, key).equals(key)) {
                parked++;
            } else if (leaves) {
                owners.put(joined, key);
                if (live.add(joined)) {
                    statuses.add(joined + " C" + when);
                }
                if (!row.get("weight").equals(weights.put(joined, row.get("weight")))) {
                    versions.add(joined + " " + row.get("weight") + when);
                }
            } else if (live.remove(joined)) {
                statuses.add(joined + " D" + when);
            }
        }
        return new HostileParts(parked + keyless.size(), new TreeSet<>(owners.keySet()), versions, statuses);
    }

    /** Blanks only, as SQL's trim. */
    private static String normal(String text) {
        String normal = text == null ? "" : text.replaceAll("^ +| +$", "").toUpperCase(Locale.ROOT);
        return normal.isEmpty() ? null : normal;
    }
}
