package io.cdcvault.doctor.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings for programs. */
public final class FindingsJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FindingsJson() {}

    /** One object on a line. */
    public static String of(List<Finding> findings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("errors", count(findings, Severity.ERROR));
        all.put("warnings", count(findings, Severity.WARNING));
        all.put("findings", findings.stream().map(FindingsJson::object).toList());
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write findings as JSON", e);
        }
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static Map<String, Object> object(Finding finding) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("part", word(finding.part()));
        object.put("severity", word(finding.severity()));
        object.put("subject", finding.subject());
        object.put("found", finding.found());
        object.put("why", finding.why());
        object.put("fixes", finding.fixes().stream().map(FindingsJson::fix).toList());
        return object;
    }

    private static Map<String, Object> fix(Fix fix) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("place", word(fix.place()));
        object.put("text", fix.text());
        object.put("needs_restart", fix.needsRestart());
        return object;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
