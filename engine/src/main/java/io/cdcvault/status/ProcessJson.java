package io.cdcvault.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.Pausable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a service says of itself, as JSON: for programs, and for the bookkeeping, which other services read. */
public final class ProcessJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ProcessJson() {}

    /** The stages alone. */
    public static String written(Map<Pausable, StageReport> stages) {
        try {
            return JSON.writeValueAsString(stages(stages));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, texts and numbers are always JSON", e);
        }
    }

    /** Stages and states of a newer version are left out. */
    public static Map<Pausable, StageReport> read(String written) {
        Map<Pausable, StageReport> stages = new EnumMap<>(Pausable.class);
        try {
            JSON.readTree(written).properties().forEach(field -> Pausable.of(field.getKey())
                    .ifPresent(
                            stage -> report(stage, field.getValue()).ifPresent(report -> stages.put(stage, report))));
        } catch (JsonProcessingException e) {
            return Map.of();
        }
        return stages;
    }

    static Map<String, @Nullable Object> shown(ProcessView process) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("process", process.name());
        all.put("own", process.isOwn());
        all.put("role", process.role());
        all.put("version", process.version());
        all.put("started_at", process.startedAt().toString());
        all.put("stages", stages(process.stages()));
        return all;
    }

    /** By name. */
    public static Map<String, Object> stages(Map<Pausable, StageReport> stages) {
        Map<String, Object> all = new LinkedHashMap<>();
        stages.forEach((stage, report) -> all.put(stage.word(), stage(report)));
        return all;
    }

    private static Map<String, @Nullable Object> stage(StageReport report) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("state", report.state().name().toLowerCase(Locale.ROOT));
        all.put("since", report.since().toString());
        all.put("restarts", report.restarts());
        all.put("failures", report.failures());
        all.put("last_failure", report.last().map(StageReport.Failure::what).orElse(null));
        all.put(
                "failed_at",
                report.last().map(failure -> failure.at().toString()).orElse(null));
        all.put("remedy", report.last().map(StageReport.Failure::remedy).orElse(null));
        all.put("retry_at", report.retryAt().map(Instant::toString).orElse(null));
        return all;
    }

    private static Optional<StageReport> report(Pausable stage, JsonNode json) {
        return state(json.path("state").asText())
                .map(state -> new StageReport(
                        stage.word(),
                        state,
                        moment(json.path("since")).orElse(Instant.EPOCH),
                        json.path("restarts").asInt(),
                        json.path("failures").asInt(),
                        moment(json.path("failed_at"))
                                .map(at -> new StageReport.Failure(
                                        at,
                                        json.path("last_failure").asText(),
                                        json.path("remedy").asText())),
                        moment(json.path("retry_at"))));
    }

    private static Optional<StageReport.State> state(String word) {
        for (StageReport.State state : StageReport.State.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> moment(JsonNode text) {
        return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
    }
}
