package io.cdcvault.airline;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One flight of a ticket, with its boarding pass once there is one.
 *
 * @param fare the fare's factor, which the table holds in its column {@code fare_conditions}
 */
public record Leg(String ticket, int flight, BigDecimal fare, BigDecimal amount, @Nullable Pass pass) {

    /** A place on board. */
    public record Pass(int boardingNumber, String seat) {}

    /** The row of the table {@code ticket_flights}. */
    public AirlineRow row() {
        return new AirlineRow(
                "ticket_flights",
                List.of(ticket, Integer.toString(flight), fare.toPlainString(), amount.toPlainString()));
    }

    /** The row of the table {@code boarding_passes}, if there is one. */
    public List<AirlineRow> passRows() {
        return pass == null
                ? List.of()
                : List.of(new AirlineRow(
                        "boarding_passes",
                        List.of(
                                ticket,
                                Integer.toString(flight),
                                Integer.toString(pass.boardingNumber()),
                                pass.seat())));
    }

    /** The same leg at another price. */
    public Leg withAmount(BigDecimal other) {
        return new Leg(ticket, flight, fare, other, pass);
    }

    /** The same leg with a boarding pass. */
    public Leg withPass(Pass other) {
        return new Leg(ticket, flight, fare, amount, other);
    }
}
