package io.cdcvault.verify;

import java.util.List;

/**
 * Whether one rule holds in one of the vault's tables.
 *
 * @param rule in words
 * @param examples keys that break it
 */
public record RuleResult(String table, String rule, long violations, List<String> examples) {

    public RuleResult {
        examples = List.copyOf(examples);
    }
}
