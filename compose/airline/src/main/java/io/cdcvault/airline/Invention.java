package io.cdcvault.airline;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** New flights and bookings of one desk: the same ones for the same random numbers, with no look at the clock. */
public final class Invention {

    private static final Instant FIRST_DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<BigDecimal> FARES =
            List.of(new BigDecimal("1.00"), new BigDecimal("1.25"), new BigDecimal("2.50"));
    private static final int MOST_TICKETS = 4;
    private static final int MOST_LEGS = 2;

    private final AirlineKeys keys;
    private final Fleet fleet;
    private final Random random;
    private final Passengers passengers;

    /** What the desk with these keys comes up with. */
    public Invention(AirlineKeys keys, Fleet fleet, Random random) {
        this.keys = keys;
        this.fleet = fleet;
        this.random = random;
        this.passengers = new Passengers(random);
    }

    /** The desk's n-th flight, scheduled. */
    public Flight flight(int n) {
        Instant departure = FIRST_DAY.plus(Duration.ofHours(n)).plus(Duration.ofMinutes(5L * random.nextInt(12)));
        int from = random.nextInt(fleet.airports().size());
        int to = (from + 1 + random.nextInt(fleet.airports().size() - 1))
                % fleet.airports().size();
        return new Flight(
                keys.flight(n),
                String.format(Locale.ROOT, "PG%04d", random.nextInt(10_000)),
                departure,
                departure.plus(Duration.ofMinutes(60L + 5L * random.nextInt(120))),
                fleet.airports().get(from).code(),
                fleet.airports().get(to).code(),
                FlightStatus.SCHEDULED,
                aircraft(),
                null,
                null);
    }

    /** A type of aircraft. */
    public String aircraft() {
        return fleet.aircraft().get(random.nextInt(fleet.aircraft().size())).code();
    }

    /**
     * The desk's n-th booking, with one to four tickets.
     *
     * @param firstTicket the number of its first ticket
     * @param flights those that can be booked, at least one
     */
    public Booking booking(long n, long firstTicket, List<Flight> flights) {
        Instant date = FIRST_DAY.plus(Duration.ofMinutes(7 * n)).plusNanos(1_000L * random.nextInt(1_000_000));
        List<Ticket> tickets = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_TICKETS);
        for (int i = 0; i < count; i++) {
            tickets.add(ticket(firstTicket + i, keys.booking(n), flights));
        }
        return new Booking(keys.booking(n), date, tickets);
    }

    /** The desk's n-th ticket, for one or two flights. */
    public Ticket ticket(long n, String booking, List<Flight> flights) {
        String number = keys.ticket(n);
        Map<Integer, Leg> legs = new LinkedHashMap<>();
        int count = 1 + random.nextInt(MOST_LEGS);
        for (int i = 0; i < count; i++) {
            int flight = flights.get(random.nextInt(flights.size())).id();
            legs.put(flight, new Leg(number, flight, FARES.get(random.nextInt(FARES.size())), price(), null));
        }
        return new Ticket(number, booking, passengers.identity(), name(), contact(), List.copyOf(legs.values()));
    }

    /** A price in whole cents. */
    public BigDecimal price() {
        return BigDecimal.valueOf(2_900L + random.nextInt(150_000), 2);
    }

    /** A passenger's name. */
    public String name() {
        return passengers.name();
    }

    /** Ways to reach a passenger, as JSON, or none. */
    public @Nullable String contact() {
        return passengers.contact();
    }
}
