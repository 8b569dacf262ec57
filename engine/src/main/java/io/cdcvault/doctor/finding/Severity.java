package io.cdcvault.doctor.finding;

/** How much a finding matters. */
public enum Severity {
    /** As it should be. */
    OK,
    /** Good to know. */
    INFO,
    /** It works, and an administrator should look: something is at risk. */
    WARNING,
    /** The service cannot work, or loses changes, or makes the master's own work fail. */
    ERROR
}
