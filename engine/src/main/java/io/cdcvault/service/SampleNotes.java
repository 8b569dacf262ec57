package io.cdcvault.service;

import io.cdcvault.change.Pausable;
import io.cdcvault.chronicle.Event;
import io.cdcvault.chronicle.Minute;
import io.cdcvault.chronicle.Recorder;
import io.cdcvault.status.Health;
import io.cdcvault.status.ProcessJson;
import io.cdcvault.status.ProcessView;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusHistory;
import io.cdcvault.status.collect.StatusSampler.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what of the samples is worth to be remembered, and logs what no other class logs. For the sampler's
 * thread.
 */
final class SampleNotes implements Consumer<Sample> {

    private static final Logger LOG = LoggerFactory.getLogger(SampleNotes.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** As many looks must agree: a system that is slow once is no event. */
    private static final int LOOKS = 2;

    private final Recorder recorder;
    private final StatusHistory history;
    private String reported = "";
    private Instant reportedAt = Instant.EPOCH;
    private Instant minuteAt = Instant.EPOCH;
    private Instant forgottenAt = Instant.EPOCH;
    private Optional<Health> noted = Optional.empty();
    private Optional<Health> seen = Optional.empty();
    private int looks;
    private long letters;

    SampleNotes(Recorder recorder, StatusHistory history) {
        this.recorder = recorder;
        this.history = history;
    }

    @Override
    public void accept(Sample sample) {
        Optional<ProcessView> own =
                sample.status().processes().stream().filter(ProcessView::isOwn).findFirst();
        own.ifPresent(process -> report(sample.at(), process));
        boolean isStandby = own.map(ProcessView::role).filter("standby"::equals).isPresent();
        boolean isLoading = own.filter(process -> process.stages().containsKey(Pausable.LOAD))
                .isPresent();
        boolean isCapturing = own.filter(process -> process.stages().containsKey(Pausable.CAPTURE))
                .isPresent();
        // Of several processes of one installation, one writes; the others would write the same.
        if (!isStandby && isCapturing) {
            noteHealth(sample);
            noteMinute(sample);
        }
        if (!isStandby) {
            noteLetters(sample, isLoading || isCapturing);
        }
    }

    private void report(Instant now, ProcessView process) {
        String stages = ProcessJson.written(process.stages());
        if (!stages.equals(reported) || reportedAt.plus(BETWEEN_REPORTS).isBefore(now)) {
            recorder.note(stages);
            reported = stages;
            reportedAt = now;
        }
    }

    private void noteHealth(Sample sample) {
        Optional<Health> now = Optional.of(sample.status().health());
        looks = now.equals(seen) ? looks + 1 : 1;
        seen = now;
        if (looks >= LOOKS && !now.equals(noted)) {
            boolean isFirst = noted.isEmpty();
            noted = now;
            if (!isFirst || now.get() != Health.HEALTHY) {
                recorder.note(event(sample));
            }
        }
    }

    private static Event event(Sample sample) {
        Status status = sample.status();
        String word = status.health().name().toLowerCase(Locale.ROOT);
        String why = status.findings().isEmpty()
                ? ""
                : ": " + status.findings().get(0).what();
        Event.Tone tone =
                switch (status.health()) {
                    case HEALTHY -> Event.Tone.GOOD;
                    case DEGRADED -> Event.Tone.WARN;
                    case DOWN -> Event.Tone.BAD;
                };
        return new Event(sample.at(), "The installation is " + word + why, Optional.empty(), tone);
    }

    private void noteMinute(Sample sample) {
        if (minuteAt.plus(MINUTE).isBefore(sample.at())) {
            Instant since = sample.at().minus(MINUTE);
            minuteAt = sample.at();
            List<StatusHistory.Point> points = history.points().stream()
                    .filter(point -> point.at().isAfter(since))
                    .toList();
            recorder.note(new Minute(
                    sample.at(),
                    mean(points, StatusHistory.Point::captured),
                    mean(points, StatusHistory.Point::loaded),
                    known(points, StatusHistory.Point::loadLagSeconds).max(),
                    sample.status().health().name().toLowerCase(Locale.ROOT)));
        }
        if (forgottenAt.plus(HOUR).isBefore(sample.at())) {
            forgottenAt = sample.at();
            recorder.forgetOld();
        }
    }

    private static OptionalDouble mean(
            List<StatusHistory.Point> points, Function<StatusHistory.Point, OptionalDouble> value) {
        return known(points, value).average();
    }

    private static java.util.stream.DoubleStream known(
            List<StatusHistory.Point> points, Function<StatusHistory.Point, OptionalDouble> value) {
        return points.stream().map(value).filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble);
    }

    /** What is set aside is missing in the vault though all else continues: that must not be silent. */
    private void noteLetters(Sample sample, boolean isWorking) {
        OptionalLong now = sample.status().deadLetters();
        if (now.isEmpty() || !isWorking) {
            return;
        }
        if (now.getAsLong() > letters) {
            String what = (now.getAsLong() - letters) + " changes could not be loaded and were set aside; "
                    + now.getAsLong() + " wait as dead letters";
            LOG.warn("{}: see `cdc-vault dead-letters list`", what);
            recorder.note(new Event(sample.at(), what, Optional.empty(), Event.Tone.WARN));
        }
        letters = now.getAsLong();
    }
}
