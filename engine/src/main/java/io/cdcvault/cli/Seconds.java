package io.cdcvault.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of seconds, with decimals or without. */
final class Seconds implements ITypeConverter<Duration> {

    private static final double MOST = 1e9;

    @Override
    public Duration convert(String text) {
        double seconds = number(text);
        if (!(seconds >= 0)) {
            throw new TypeConversionException("'" + text + "' is no positive number");
        }
        return Duration.ofMillis(Math.round(Math.min(seconds, MOST) * 1000));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
