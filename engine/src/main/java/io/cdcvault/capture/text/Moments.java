package io.cdcvault.capture.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates and timestamps as PostgreSQL writes them, which has no year 0 but years BC. Always UTC. Written digit by digit:
 * a formatter takes several microseconds for each value.
 */
final class Moments {

    private static final String UTC = "+00";
    private static final String BEFORE_CHRIST = " BC";
    /** Where the time begins in a text whose year has four digits. */
    private static final int TIME = "0000-00-00 ".length();

    private static final int MICROSECONDS_DIGITS = 6;

    private Moments() {}

    static String date(LocalDate date) {
        StringBuilder text = new StringBuilder(16);
        appendDate(text, date);
        return text.append(era(date)).toString();
    }

    static String timestamp(Instant instant) {
        return timestamp(instant, "");
    }

    static String timestampWithZone(Instant instant) {
        return timestamp(instant, UTC);
    }

    /** A timestamp's text as ISO 8601 where that has a word for it; infinities and far years stay as they are. */
    static @Nullable String iso(@Nullable String text) {
        if (text == null || text.length() <= TIME || text.charAt(4) != '-' || text.charAt(TIME - 1) != ' ') {
            return text;
        }
        boolean isZoned = text.endsWith(UTC);
        int end = isZoned ? text.length() - UTC.length() : text.length();
        for (int i = TIME; i < end; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != ':' && c != '.') {
                return text;
            }
        }
        return text.substring(0, TIME - 1) + 'T' + text.substring(TIME, end) + (isZoned ? "Z" : "");
    }

    private static String timestamp(Instant instant, String zone) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(32);
        appendDate(text, time.toLocalDate());
        appendTwoDigits(text.append(' '), time.getHour());
        appendTwoDigits(text.append(':'), time.getMinute());
        appendTwoDigits(text.append(':'), time.getSecond());
        appendFraction(text, time.getNano() / 1_000);
        return text.append(zone).append(era(time.toLocalDate())).toString();
    }

    private static void appendDate(StringBuilder text, LocalDate date) {
        int year = isBeforeChrist(date) ? 1 - date.getYear() : date.getYear();
        for (int least = 1_000; least > year; least /= 10) {
            text.append('0');
        }
        text.append(year).append('-');
        appendTwoDigits(text, date.getMonthValue());
        appendTwoDigits(text.append('-'), date.getDayOfMonth());
    }

    /** Without the zeros at its end. */
    private static void appendFraction(StringBuilder text, int microseconds) {
        if (microseconds == 0) {
            return;
        }
        String digits = Integer.toString(microseconds);
        text.append('.')
                .append("0".repeat(MICROSECONDS_DIGITS - digits.length()))
                .append(digits);
        while (text.charAt(text.length() - 1) == '0') {
            text.setLength(text.length() - 1);
        }
    }

    private static void appendTwoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static String era(LocalDate date) {
        return isBeforeChrist(date) ? BEFORE_CHRIST : "";
    }

    private static boolean isBeforeChrist(LocalDate date) {
        return date.getYear() < 1;
    }
}
