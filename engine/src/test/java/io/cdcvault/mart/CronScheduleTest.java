package io.cdcvault.mart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.failure.CdcVaultException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
                "@daily          | 2026-11-22T10:05    | 2026-11-23T00:00"
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

    @ParameterizedTest
    @ValueSource(
            strings = {"", "* * * *", "60 * * * *", "* * 0 * *", "a * * * *", "1- * * * *", "*/0 * * * *", "0 0 30 2 *"
            })
    void whatIsNoScheduleIsRefusedWithTheReason(String text) {
        assertThatThrownBy(() -> CronSchedule.parse(text, ZONE))
                .isInstanceOf(CdcVaultException.class)
                .hasMessageContaining("mart.schedule `" + text + "`");
    }
}
