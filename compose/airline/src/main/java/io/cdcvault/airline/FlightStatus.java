package io.cdcvault.airline;

import java.util.Arrays;

/** Where a flight is in its life. */
public enum FlightStatus {
    SCHEDULED("Scheduled"),
    DELAYED("Delayed"),
    DEPARTED("Departed"),
    ARRIVED("Arrived"),
    CANCELLED("Cancelled");

    private final String label;

    FlightStatus(String label) {
        this.label = label;
    }

    /** The text in the column {@code status}. */
    public String label() {
        return label;
    }

    /** Whether the flight is still to leave. */
    public boolean isWaiting() {
        return this == SCHEDULED || this == DELAYED;
    }

    /** The status with this text; one that a user made up counts as cancelled, so that it is left alone. */
    public static FlightStatus parse(String label) {
        return Arrays.stream(values())
                .filter(status -> status.label.equals(label))
                .findFirst()
                .orElse(CANCELLED);
    }
}
