package io.cdcvault.mart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.failure.CdcVaultException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronScheduleTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * *    | 2026-11-22T10:14:59 | 2026-11-22T10:15",
                "*/15 * * * *    | 2026-11-22T10:15    | 2026-11-22T10:30",
                "0 4 * * *       | 2026-11-22T04:00    | 2026-11-23T04:00",
                "30 4 1 * *      | 2026-12-02T00:00    | 2027-01-01T04:30",
                "0 9-17/4 * * MON-FRI | 2026-11-20T17:30 | 2026-11-23T09:00",
                "0 0 * * 7       | 2026-11-22T00:00    | 2026-11-29T00:00",
                "0 0 13 * fri    | 2026-11-13T00:00    | 2026-11-20T00:00",
                "0 0 29 feb *    | 2026-01-01T00:00    | 2028-02-29T00:00",
                "5,10 * * * *    | 2026-11-22T10:05    | 2026-11-22T10:10",
                "50/5 * * * *    | 2026-11-22T10:50    | 2026-11-22T10:55",
                "0 0 1 * */2     | 2026-11-23T00:00    | 2026-11-24T00:00",
                "0 0 * * Sun-Tue | 2026-11-24T00:00    | 2026-11-29T00:00",
                "0 0 * * 5-7     | 2026-11-28T00:00    | 2026-11-29T00:00",
                "@hourly         | 2026-11-22T10:05    | 2026-11-22T11:00",
                "@daily          | 2026-11-22T10:05    | 2026-11-23T00:00",
                "@midnight       | 2026-11-22T10:05    | 2026-11-23T00:00",
                "@weekly         | 2026-11-22T10:05    | 2026-11-29T00:00",
                "@monthly        | 2026-11-22T10:05    | 2026-12-01T00:00",
                "@yearly         | 2026-11-22T10:05    | 2027-01-01T00:00"
            })
    void nextTimeIsTheFirstAfter(String schedule, LocalDateTime after, LocalDateTime expected) {
        Instant next =
                CronSchedule.parse(schedule, ZONE).next(after.atZone(ZONE).toInstant());

        assertThat(next).isEqualTo(expected.atZone(ZONE).toInstant());
    }

    @Test
    void timeThatTheClockSkipsIsSkipped() {
        Instant next = CronSchedule.parse("30 2 * * *", ZONE).next(Instant.parse("2026-03-28T12:00:00Z"));

        assertThat(next).isEqualTo(Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void timeThatTheClockRepeatsComesOnce() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *", ZONE);
        Instant first = schedule.next(Instant.parse("2026-10-24T12:00:00Z"));

        assertThat(first).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(schedule.next(first)).isEqualTo(Instant.parse("2026-10-26T01:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-04-05T00:00:00", "2026-10-04T00:00:00"})
    void clockThatChangesByHalfAnHourLosesNoTime(LocalDateTime night) {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe");
        Instant next =
                CronSchedule.parse("0 4 * * *", zone).next(night.atZone(zone).toInstant());

        assertThat(next).isEqualTo(night.withHour(4).atZone(zone).toInstant());
    }

    @Test
    void everyQuarterOfAnHourComesThroughBothChangesOfTheClock() {
        CronSchedule schedule = CronSchedule.parse("*/15 * * * *", ZONE);
        for (String change : List.of("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z")) {
            Instant time = Instant.parse(change).minus(Duration.ofHours(3));
            for (int quarter = 0; quarter < 24; quarter++) {
                assertThat(schedule.next(time)).isEqualTo(time.plus(Duration.ofMinutes(15)));
                time = schedule.next(time);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* * 0 * *",
                "0 0 * * 8",
                "a * * * *",
                "1- * * * *",
                "5-1 * * * *",
                "1,,2 * * * *",
                "1/2/3 * * * *",
                "*/0 * * * *",
                "*/2/ * * * *",
                "/5 * * * *",
                "+1 * * * *",
                "1| * * * *",
                "5-7- * * * *",
                "5-7/ * * * *",
                "0 0 L * *",
                "0 0 ? * MON",
                "0 0 * * MON#1",
                "0 0 30 2 *",
                "@nope"
            })
    void whatIsNoScheduleIsRefusedWithTheReason(String text) {
        assertThatThrownBy(() -> CronSchedule.parse(text, ZONE))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageStartingWith("mart.schedule `" + text + "` is not a schedule: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *    | minute: Value 60 not in range [0, 59]",
                "0 0 * * 8     | day of the week: Value 8 not in range [0, 7]",
                "0 0 * foo *   | month: Invalid chars in expression! Expression: FOO Invalid chars: FOO",
                "0 5-7- * * *  | hour: `5-7-` is no number, name, range, step or list",
                "@nope         | expected one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly",
                "0 0 30 2 *    | there is no such day"
            })
    void reasonNamesTheField(String text, String reason) {
        assertThatThrownBy(() -> CronSchedule.parse(text, ZONE)).hasMessageEndingWith("is not a schedule: " + reason);
    }
}
