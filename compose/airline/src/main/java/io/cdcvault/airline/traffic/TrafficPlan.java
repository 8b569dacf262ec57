package io.cdcvault.airline.traffic;

import io.cdcvault.airline.AirlineKeys;
import io.cdcvault.servers.failure.LocalStackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What is to be played.
 *
 * @param seed the same seed, writers and number of transactions give the same rows on masters that are the same
 * @param writers how many connections write at once
 * @param transactions how many transactions in all
 * @param duration for how long at most
 * @param rate how many transactions a second in all, 0 for as many as possible
 */
public record TrafficPlan(long seed, int writers, long transactions, Duration duration, double rate) {

    private static final Duration EVER = Duration.ofDays(36_500);

    public TrafficPlan {
        if (writers < 1 || writers > AirlineKeys.DESKS) {
            throw new LocalStackException("There can be 1 to " + AirlineKeys.DESKS + " writers, not " + writers);
        }
        if (rate < 0 || transactions < 0 || duration.isNegative()) {
            throw new LocalStackException("A rate, a number of transactions and a duration are never negative");
        }
    }

    /** So many transactions, as fast as they go. */
    public static TrafficPlan of(long seed, int writers, long transactions) {
        return new TrafficPlan(seed, writers, transactions, EVER, 0);
    }

    /** Transactions without end, as fast as they go. */
    public static TrafficPlan endless(long seed, int writers) {
        return of(seed, writers, Long.MAX_VALUE);
    }

    /** The same for a limited time. */
    public TrafficPlan during(Duration limit) {
        return new TrafficPlan(seed, writers, transactions, limit, rate);
    }

    /** The same at a limited rate. */
    public TrafficPlan at(double perSecond) {
        return new TrafficPlan(seed, writers, transactions, duration, perSecond);
    }

    /** The pace of one of the writers. */
    Pace pace(int writer, BooleanSupplier stopped) {
        long share = transactions / writers + (writer < transactions % writers ? 1 : 0);
        return new Pace(share, duration, rate / writers, stopped);
    }
}
