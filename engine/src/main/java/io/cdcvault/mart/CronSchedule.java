package io.cdcvault.mart;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as cron writes them: minute, hour, day of the month, month, day of the week. When both days are restricted,
 * either will do. In a time zone: a time of day that its clock skips in spring is skipped, and one that its clock
 * repeats in autumn comes once, unless the schedule is for every hour.
 */
public final class CronSchedule {

    private static final CronParser PARSER = new CronParser(definition());

    private static final List<String> FIELDS =
            List.of("minute", "hour", "day of the month", "month", "day of the week");

    private static final String WORDS = "one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly";

    /** The library reads past what follows a part, as in {@code 5-7-}. */
    private static final Pattern FIELD = Pattern.compile("PART(,PART)*".replace("PART", "(\\*|\\w+(-\\w+)?)(/\\d+)?"));

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronSchedule(Cron cron, ZoneId zone) {
        this.times = ExecutionTime.forCron(cron);
        this.zone = zone;
    }

    /** As {@code CronType.UNIX}, but with words such as {@code @daily}, and weeks that may begin with Sunday. */
    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .and()
                .withSupportedNicknameHourly()
                .withSupportedNicknameDaily()
                .withSupportedNicknameMidnight()
                .withSupportedNicknameWeekly()
                .withSupportedNicknameMonthly()
                .withSupportedNicknameYearly()
                .instance();
    }

    /**
     * Reads five fields, or a word such as {@code @daily}.
     *
     * @throws CdcVaultException when it is no schedule, or one that never comes
     */
    public static CronSchedule parse(String text, ZoneId zone) {
        String stripped = text.strip();
        if (!stripped.startsWith("@")) {
            requireFields(text, stripped.split("\\s+", -1));
        }
        try {
            CronSchedule schedule = new CronSchedule(PARSER.parse(stripped), zone);
            if (schedule.find(Instant.EPOCH).isEmpty()) {
                throw invalid(text, "there is no such day");
            }
            return schedule;
        } catch (IllegalArgumentException e) {
            throw invalid(text, "expected " + WORDS);
        }
    }

    /** One by one: the library does not say in which it found a problem. */
    private static void requireFields(String text, String[] fields) {
        if (fields.length != FIELDS.size()) {
            throw invalid(text, "expected " + String.join(", ", FIELDS) + ", or " + WORDS);
        }
        for (int i = 0; i < fields.length; i++) {
            if (!FIELD.matcher(fields[i]).matches()) {
                throw invalid(text, FIELDS.get(i) + ": `" + fields[i] + "` is no number, name, range, step or list");
            }
            String[] alone = new String[fields.length];
            Arrays.fill(alone, "*");
            alone[i] = fields[i];
            try {
                PARSER.parse(String.join(" ", alone));
            } catch (IllegalArgumentException e) {
                throw invalid(text, FIELDS.get(i) + ": " + innermost(e));
            }
        }
    }

    /** The first time of the schedule after this one. */
    public Instant next(Instant after) {
        return find(after).orElseThrow(() -> new IllegalStateException("Each schedule comes again"));
    }

    private Optional<Instant> find(Instant after) {
        return times.nextExecution(after.atZone(zone)).map(ZonedDateTime::toInstant);
    }

    private static String innermost(Throwable problem) {
        Throwable cause = problem.getCause();
        return cause == null ? String.valueOf(problem.getMessage()) : innermost(cause);
    }

    private static CdcVaultException invalid(String text, String why) {
        return new CdcVaultException(
                FailureKind.CONFIGURATION_INVALID, "mart.schedule `" + text + "` is not a schedule: " + why);
    }
}
