package io.cdcvault.capture.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and timestamps as PostgreSQL writes them, which has no year 0 but years BC. Always UTC. */
final class Moments {

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, SignStyle.NOT_NEGATIVE)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    /** What ISO 8601 can say without an agreement between sender and receiver. */
    private static final Pattern FOUR_DIGIT_YEAR = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) ([\\d:.]+)(\\+00)?");

    private Moments() {}

    static String date(LocalDate date) {
        return date.format(DATE) + era(date);
    }

    static String timestamp(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return time.format(TIMESTAMP) + era(time.toLocalDate());
    }

    static String timestampWithZone(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return time.format(TIMESTAMP) + "+00" + era(time.toLocalDate());
    }

    /** A timestamp's text as ISO 8601 where that has a word for it; infinities and far years stay as they are. */
    static @Nullable String iso(@Nullable String text) {
        return text == null
                ? null
                : FOUR_DIGIT_YEAR.matcher(text).matches()
                        ? text.replace(' ', 'T').replace("+00", "Z")
                        : text;
    }

    private static String era(LocalDate date) {
        return date.getEra() == IsoEra.BCE ? " BC" : "";
    }
}
