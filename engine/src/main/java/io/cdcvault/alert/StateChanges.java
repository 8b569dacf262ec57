package io.cdcvault.alert;

import io.cdcvault.status.Health;
import io.cdcvault.status.SlotView;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler.Sample;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Turns samples into alerts: one when the state becomes another and stays so, none while it stays. For one thread. */
public final class StateChanges implements Consumer<Sample> {

    /** As many looks must agree: a system that is slow once is no reason to wake anybody. */
    private static final int LOOKS = 2;

    private static final Set<String> RISKY = Set.of("unreserved", "lost");

    private final String installation;
    private final Consumer<Alert> alerts;
    private Health alerted = Health.HEALTHY;
    private Health seen = Health.HEALTHY;
    private int looks;
    private boolean isRiskTold;

    StateChanges(String installation, Consumer<Alert> alerts) {
        this.installation = installation;
        this.alerts = alerts;
    }

    @Override
    public void accept(Sample sample) {
        Health now = sample.status().health();
        looks = now == seen ? looks + 1 : 1;
        seen = now;
        if (now != alerted && looks >= LOOKS) {
            alerted = now;
            alert(kind(now), sample);
        }
        boolean isAtRisk = isSlotAtRisk(sample.status());
        if (isAtRisk && !isRiskTold) {
            alert(Alert.Kind.SLOT_AT_RISK, sample);
        }
        isRiskTold = isAtRisk;
    }

    private void alert(Alert.Kind kind, Sample sample) {
        alerts.accept(new Alert(kind, installation, sample.at(), sample.status().reasons()));
    }

    private static Alert.Kind kind(Health health) {
        return switch (health) {
            case HEALTHY -> Alert.Kind.RECOVERED;
            case DEGRADED -> Alert.Kind.DEGRADED;
            case DOWN -> Alert.Kind.DOWN;
        };
    }

    private static boolean isSlotAtRisk(Status status) {
        Optional<SlotView> slot = status.capture().slot();
        return slot.map(SlotView::walStatus).filter(RISKY::contains).isPresent();
    }
}
