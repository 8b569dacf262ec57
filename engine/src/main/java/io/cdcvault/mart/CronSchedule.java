package io.cdcvault.mart;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Times as cron writes them: minute, hour, day of the month, month, day of the week. When both days are restricted,
 * either will do. In a time zone: a time of day that its clock skips in spring is skipped, and one that its clock
 * repeats in autumn comes once, unless the schedule is for every hour.
 */
public final class CronSchedule {

    private static final Map<String, String> SHORT = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *");

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** 29 February comes within eight years, also around 2100. */
    private static final int YEARS = 9;

    private final ZoneId zone;
    private final CronField minute;
    private final CronField hour;
    private final CronField day;
    private final CronField month;
    private final CronField weekday;

    private CronSchedule(String[] fields, ZoneId zone) {
        this.zone = zone;
        this.minute = field("minute", fields[0], 0, 59, List.of());
        this.hour = field("hour", fields[1], 0, 23, List.of());
        this.day = field("day of the month", fields[2], 1, 31, List.of());
        this.month = field("month", fields[3], 1, 12, MONTHS);
        this.weekday = field("day of the week", fields[4], 0, 7, DAYS);
    }

    /**
     * Reads five fields, or a word such as {@code @daily}.
     *
     * @throws CdcVaultException when it is no schedule, or one that never comes
     */
    public static CronSchedule parse(String text, ZoneId zone) {
        String[] fields = SHORT.getOrDefault(text.strip(), text.strip()).split("\\s+", -1);
        if (text.strip().startsWith("@") && fields.length == 1) {
            throw invalid(text, "expected five fields or one of " + String.join(", ", new TreeSet<>(SHORT.keySet())));
        }
        if (fields.length != 5) {
            throw invalid(text, "it has " + fields.length + " fields instead of minute hour day month weekday");
        }
        try {
            CronSchedule schedule = new CronSchedule(fields, zone);
            if (schedule.find(Instant.EPOCH).isEmpty()) {
                throw invalid(text, "there is no such day");
            }
            return schedule;
        } catch (IllegalArgumentException e) {
            throw invalid(text, String.valueOf(e.getMessage()));
        }
    }

    private static CronField field(String name, String text, int min, int max, List<String> names) {
        try {
            return CronField.parse(text, min, max, names);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** The first time of the schedule after this one. */
    public Instant next(Instant after) {
        return find(after).orElseThrow(() -> new IllegalStateException("Each schedule comes again"));
    }

    private Optional<Instant> find(Instant after) {
        ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        LocalDate end = time.toLocalDate().plusYears(YEARS);
        while (time.toLocalDate().isBefore(end)) {
            if (!isDay(time.toLocalDate())) {
                time = time.toLocalDate().plusDays(1).atStartOfDay(zone);
            } else if (!hour.allows(time.getHour()) || isRepeated(time)) {
                // Truncating could lead back: a clock that is set back by half an hour has an hour of 90 minutes.
                time = time.plusMinutes(60 - time.getMinute());
            } else if (!minute.allows(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean isRepeated(ZonedDateTime time) {
        return !hour.isAny() && !time.withEarlierOffsetAtOverlap().equals(time);
    }

    private boolean isDay(LocalDate date) {
        if (!month.allows(date.getMonthValue())) {
            return false;
        }
        boolean isDay = day.allows(date.getDayOfMonth());
        // Sunday is 0 and 7.
        int number = date.getDayOfWeek().getValue();
        boolean isWeekday = weekday.allows(number) || (number == 7 && weekday.allows(0));
        return (day.isAny() || weekday.isAny()) ? (isDay && isWeekday) : (isDay || isWeekday);
    }

    private static CdcVaultException invalid(String text, String why) {
        return new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID, "mart.schedule `" + text + "` is not a schedule: " + why);
    }
}
