package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.time.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How far a server's clock is from this machine's. */
public final class ClockDifference implements Check {

    private static final Duration TOLERATED = Duration.ofSeconds(2);
    private static final String QUERY = "select extract(epoch from clock_timestamp()) as now";

    private final Area part;
    private final Time ours;

    public ClockDifference(Area part, Time ours) {
        this.part = part;
        this.ours = ours;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        session.row(QUERY);
        Instant asked = ours.now();
        double theirs = session.row(QUERY).decimal("now");
        return List.of(assess(part, seconds(asked), theirs, seconds(ours.now())));
    }

    /**
     * All in seconds since 1970.
     *
     * @param asked by our clock
     * @param theirs at some moment between the two others
     * @param answered by our clock
     */
    public static Finding assess(Area part, double asked, double theirs, double answered) {
        Subject subject = new Subject(
                part,
                "clock",
                part == Area.MASTER
                        ? "Load dates are the master's commit times, and lags are measured by this machine's clock."
                        : "Lags are measured by comparing clocks.");
        double ahead = Math.max(0, theirs - answered);
        double behind = Math.max(0, asked - theirs);
        double apart = Math.max(ahead, behind);
        if (apart < TOLERATED.toMillis() / 1e3) {
            return subject.ok(apart < 0.01 ? "as this machine's" : words(apart) + " from this machine's");
        }
        return subject.warning(words(apart) + (ahead > 0 ? " ahead of" : " behind") + " this machine's: let both follow"
                + " a time server");
    }

    private static double seconds(Instant moment) {
        return moment.toEpochMilli() / 1e3;
    }

    private static String words(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
