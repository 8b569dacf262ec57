package io.cdcvault.airline;

import java.util.List;

/** An airport, as the table {@code airports} has it. */
public record Airport(String code, String name, String city, String longitude, String latitude, String timeZone) {

    static Airport parse(String line) {
        String[] field = line.split(";", -1);
        return new Airport(field[0], field[1], field[2], field[3], field[4], field[5]);
    }

    /** The row of the table {@code airports}. */
    public AirlineRow row() {
        return new AirlineRow("airports", List.of(code, name, city, longitude, latitude, timeZone));
    }
}
