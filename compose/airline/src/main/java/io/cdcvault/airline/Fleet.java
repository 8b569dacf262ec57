package io.cdcvault.airline;

import io.cdcvault.servers.failure.LocalStackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the airline has from its first day on: airports it flies to, and aircraft. */
public record Fleet(List<Airport> airports, List<Aircraft> aircraft) {

    public Fleet {
        airports = List.copyOf(airports);
        aircraft = List.copyOf(aircraft);
    }

    /** The fleet that comes with the program. */
    public static Fleet shipped() {
        List<Aircraft> aircraft = new ArrayList<>();
        for (String line : lines("aircrafts.csv")) {
            aircraft.add(Aircraft.parse(line, (char) ('A' + aircraft.size())));
        }
        return new Fleet(lines("airports.csv").stream().map(Airport::parse).toList(), aircraft);
    }

    /** The aircraft with a code, or the first one when a user has loaded others. */
    public Aircraft aircraft(String code) {
        return aircraft.stream()
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElse(aircraft.get(0));
    }

    /** All rows, in an order in which they can be inserted. */
    public List<AirlineRow> rows() {
        List<AirlineRow> rows = new ArrayList<>();
        airports.forEach(airport -> rows.add(airport.row()));
        aircraft.forEach(one -> rows.add(one.row()));
        aircraft.forEach(one -> rows.addAll(one.seats()));
        return rows;
    }

    private static List<String> lines(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Fleet.class.getResourceAsStream(name)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new LocalStackException("Cannot read " + name + ": " + e, e);
        }
    }
}
