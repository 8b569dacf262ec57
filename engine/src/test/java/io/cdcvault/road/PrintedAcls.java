package io.cdcvault.road;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Does what {@code kafka-acls.sh} does with its printed lines; the tool itself is in a jar of its own. */
final class PrintedAcls {

    private static final Map<String, ResourceType> RESOURCES = Map.of(
            "--topic", ResourceType.TOPIC,
            "--group", ResourceType.GROUP,
            "--transactional-id", ResourceType.TRANSACTIONAL_ID);

    private PrintedAcls() {}

    static List<AclBinding> of(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("kafka-acls.sh"))
                .flatMap(line -> bindings(line).stream())
                .toList();
    }

    private static List<AclBinding> bindings(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        PatternType pattern = words.contains("--resource-pattern-type") ? PatternType.PREFIXED : PatternType.LITERAL;
        String principal = words.get(words.indexOf("--allow-principal") + 1);
        List<AclBinding> bindings = new ArrayList<>();
        RESOURCES.forEach((option, type) -> {
            int at = words.indexOf(option);
            for (int i = 0; at >= 0 && i < words.size(); i++) {
                if (words.get(i).equals("--operation")) {
                    bindings.add(new AclBinding(
                            new ResourcePattern(type, words.get(at + 1), pattern),
                            new AccessControlEntry(
                                    principal, "*", operation(words.get(i + 1)), AclPermissionType.ALLOW)));
                }
            }
        });
        return bindings;
    }

    private static AclOperation operation(String word) {
        return Arrays.stream(AclOperation.values())
                .filter(known -> known.name().replace("_", "").equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow();
    }
}
