package io.cdcvault.cli;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.kafka.TopicNames;
import java.util.Comparator;
import java.util.List;

/** Which topic the user means: by its whole name, or by as much of its end as is unmistakable. */
final class TopicChoice {

    private final TopicNames names;
    private final List<String> existing;

    /** @param existing the topics of the prefix */
    TopicChoice(TopicNames names, List<String> existing) {
        this.names = names;
        this.existing = existing.stream()
                .filter(topic -> !topic.equals(names.position()))
                .toList();
    }

    /** @throws CdcVaultException when there is none */
    List<String> all() {
        if (existing.isEmpty()) {
            throw unknown("There are no topics of prefix " + names.prefix() + " yet: start `cdc-vault run`");
        }
        return existing;
    }

    /** @throws CdcVaultException when none or several are meant */
    List<String> named(String name) {
        List<String> candidates =
                all().stream().filter(topic -> isMeant(topic, name)).toList();
        if (candidates.isEmpty()) {
            throw unknown("There is no topic " + name + "; did you mean " + nearest(name) + "? There are: "
                    + String.join(", ", existing.stream().map(this::shortened).toList()));
        }
        if (candidates.size() > 1 && !candidates.contains(name)) {
            throw unknown("Topic " + name + " may be any of " + String.join(", ", candidates));
        }
        return candidates.contains(name) ? List.of(name) : candidates;
    }

    private static boolean isMeant(String topic, String name) {
        return topic.equals(name) || topic.endsWith("." + name);
    }

    private String nearest(String name) {
        return existing.stream()
                .map(this::shortened)
                .max(Comparator.comparingInt(known -> sharedPairs(lastPart(name), lastPart(known))))
                .orElseThrow();
    }

    private String shortened(String topic) {
        return topic.substring(names.prefix().length() + 1);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How alike two names are: pairs of letters of the one that the other has too. */
    private static int sharedPairs(String one, String other) {
        int shared = 0;
        for (int i = 0; i + 2 <= one.length(); i++) {
            if (other.contains(one.substring(i, i + 2))) {
                shared++;
            }
        }
        // Between two that are equally alike, the one whose length fits.
        return shared * 100 - Math.abs(one.length() - other.length());
    }

    private static CdcVaultException unknown(String message) {
        return new CdcVaultException(FailureKind.CONFIGURATION_INVALID, message);
    }
}
