package io.cdcvault.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.mart.MartDefinition;
import io.cdcvault.status.MartRefreshed;
import io.cdcvault.status.MartStatus;
import io.cdcvault.status.MartsStatus;
import io.cdcvault.status.StatusJson;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Marts for people and for programs. */
final class MartText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MartText() {}

    static List<String> table(List<MartDefinition> marts, Terminal terminal) {
        if (marts.isEmpty()) {
            return List.of("No marts: put .sql files into the folder `mart.files`");
        }
        TextTable table = new TextTable(terminal, Set.of(4));
        table.add("MART", "TARGET", "KEY", "MODE", "FRESHNESS", "FILE");
        marts.forEach(mart -> table.add(
                mart.name(),
                mart.target().toString(),
                String.join(", ", mart.key()),
                mart.mode().word(),
                Quantities.seconds(mart.freshness().toMillis() / 1e3),
                mart.origin()));
        return table.lines();
    }

    static List<String> table(MartsStatus marts, Terminal terminal) {
        if (marts.marts().isEmpty()) {
            return List.of("The marts are " + marts.state().name().toLowerCase(Locale.ROOT));
        }
        TextTable table = new TextTable(terminal, Set.of(2, 3, 5));
        table.add("MART", "STATE", "AGE", "FRESHNESS", "VAULT AT", "ROWS", "");
        for (MartStatus mart : marts.marts()) {
            Optional<MartRefreshed> last = mart.refreshed();
            table.add(
                    mart.name(),
                    mart.state().name().toLowerCase(Locale.ROOT),
                    last.map(refreshed -> Quantities.seconds(refreshed.ageSeconds()))
                            .orElse("-"),
                    Quantities.seconds(mart.freshness().toMillis() / 1e3),
                    last.map(MartText::vault).orElse("-"),
                    last.map(refreshed -> Quantities.count(refreshed.rows())).orElse("-"),
                    mart.isRunning() ? "is refreshed now" : mart.failure().orElse(""));
        }
        return table.lines();
    }

    static String line(String mart, MartOutcome outcome) {
        return mart + ": " + Quantities.count(outcome.rows()) + " rows, " + Quantities.count(outcome.inserted())
                + " inserted, " + Quantities.count(outcome.updated()) + " updated, "
                + Quantities.count(outcome.deleted()) + " deleted in " + Quantities.seconds(outcome.seconds())
                + ", the vault at " + outcome.vault().lsn() + " of "
                + outcome.vault().loadDate();
    }

    static List<String> jsonOf(List<MartDefinition> marts) {
        return marts.stream().map(MartText::json).toList();
    }

    static List<String> json(MartsStatus marts) {
        return marts.marts().stream()
                .map(StatusJson::mart)
                .map(MartText::written)
                .toList();
    }

    static String json(String mart, MartOutcome outcome) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("name", mart);
        all.put("refreshed_at", outcome.refreshedAt().toString());
        all.put("lsn", outcome.vault().lsn().toString());
        all.put("load_date", outcome.vault().loadDate().toString());
        all.put("rows", outcome.rows());
        all.put("inserted", outcome.inserted());
        all.put("updated", outcome.updated());
        all.put("deleted", outcome.deleted());
        all.put("seconds", outcome.seconds());
        return written(all);
    }

    private static String json(MartDefinition mart) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("name", mart.name());
        all.put("target", mart.target().toString());
        all.put("key", mart.key());
        all.put("mode", mart.mode().word());
        all.put("freshness_seconds", mart.freshness().toSeconds());
        all.put("stamp", mart.stamp().orElse(null));
        all.put("file", mart.origin());
        all.put("select", mart.select());
        return written(all);
    }

    private static String vault(MartRefreshed refreshed) {
        return refreshed.lsn() + " of " + refreshed.loadDate().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String written(Map<String, @Nullable Object> all) {
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps of texts and numbers are always JSON", e);
        }
    }
}
