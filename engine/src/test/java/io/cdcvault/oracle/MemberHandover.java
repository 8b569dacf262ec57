package io.cdcvault.oracle;

import io.cdcvault.change.Operation;
import io.cdcvault.change.RowImage;
import io.cdcvault.oracle.SourceHistory.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Members swap or shift codes, which the log tells by the members' ids and without the codes that were before. */
final class MemberHandover {

    private static final int IDS = 4;

    private final Map<String, Map<String, @Nullable String>> content;
    private final List<String> codes;
    private final Random random;
    private final Interleaving events;

    /**
     * @param content members by id; becomes what is committed
     * @param codes that there are
     */
    MemberHandover(Map<String, Map<String, @Nullable String>> content, List<String> codes, Random random) {
        this.content = content;
        this.codes = codes;
        this.random = random;
        this.events = new Interleaving(random);
    }

    /** One that no other member has. */
    static String freeCode(
            Map<String, Map<String, @Nullable String>> content, String id, List<String> codes, Random random) {
        Set<@Nullable String> others = new HashSet<>();
        content.values().stream().filter(row -> !id.equals(row.get("id"))).forEach(row -> others.add(row.get("code")));
        List<String> free =
                codes.stream().filter(code -> !others.contains(code)).toList();
        return free.get(random.nextInt(free.size()));
    }

    List<Step> steps() {
        List<Map<String, @Nullable String>> all = new ArrayList<>(content.values());
        Collections.shuffle(all, random);
        List<Map<String, @Nullable String>> some = all.subList(0, Math.min(all.size(), random.nextInt(4)));
        if (!some.isEmpty()) {
            passBy(some.get(0));
            String end = random.nextBoolean()
                    ? some.get(0).get("code")
                    : freeCode(content, String.valueOf(some.get(0).get("id")), codes, random);
            for (int i = 0; i < some.size(); i++) {
                recode(some.get(i), i == some.size() - 1 ? end : some.get(i + 1).get("code"));
            }
        }
        return events.steps();
    }

    private void recode(Map<String, @Nullable String> row, @Nullable String code) {
        List<List<Step>> steps = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            // Not the last code: it is another's until the end of the transaction.
            steps.add(List.of(update(row, codes.get(random.nextInt(codes.size())))));
        }
        Map<String, @Nullable String> recoded = new HashMap<>(row);
        recoded.put("code", code);
        steps.add(List.of(update(row, code)));
        if (random.nextInt(3) == 0) {
            recoded.put("label", "updated");
            steps.add(List.of(new Step("member", Operation.UPDATE, Map.copyOf(recoded), null)));
        }
        content.put(String.valueOf(row.get("id")), recoded);
        events.add(steps);
    }

    private Step update(Map<String, @Nullable String> row, @Nullable String code) {
        Map<String, @Nullable String> recoded = new HashMap<>(row);
        recoded.put("code", code);
        if (random.nextBoolean()) {
            recoded.put("label", RowImage.UNAVAILABLE);
        }
        return new Step("member", Operation.UPDATE, recoded, null);
    }

    /** A member who is there for a while only, with another's code. */
    private void passBy(Map<String, @Nullable String> codeOf) {
        for (int id = 0; id < IDS; id++) {
            String free = Integer.toString(id);
            if (!content.containsKey(free) && random.nextBoolean()) {
                Map<String, @Nullable String> row = new HashMap<>(codeOf);
                row.put("id", free);
                events.add(List.of(
                        List.of(new Step("member", Operation.CREATE, row, null)),
                        List.of(new Step("member", Operation.DELETE, Map.of("id", free), null))));
                return;
            }
        }
    }
}
