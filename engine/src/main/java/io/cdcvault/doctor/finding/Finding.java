package io.cdcvault.doctor.finding;

import java.util.List;

/**
 * One thing that was looked at.
 *
 * @param subject what was looked at
 * @param found what was found, in words
 * @param why it matters, in one sentence
 * @param fixes what to paste, in this order; empty when nothing needs to be done, or nothing can be pasted
 */
public record Finding(Area part, Severity severity, String subject, String found, String why, List<Fix> fixes) {

    public Finding {
        fixes = List.copyOf(fixes);
    }
}
