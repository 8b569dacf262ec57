package io.cdcvault.airline.traffic;

/** The next numbers of a desk's keys. Confined to one thread. */
final class Counters {

    private long booking;
    private long ticket;
    private int flight;

    /** Continues after the last numbers in use. */
    Counters(long lastBooking, long lastTicket, int lastFlight) {
        this.booking = lastBooking;
        this.ticket = lastTicket;
        this.flight = lastFlight;
    }

    long nextBooking() {
        return ++booking;
    }

    int nextFlight() {
        return ++flight;
    }

    long firstFreeTicket() {
        return ticket + 1;
    }

    void useTickets(int count) {
        ticket += count;
    }

    long sum() {
        return booking + ticket + flight;
    }
}
