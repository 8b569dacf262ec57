package io.cdcvault.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.load.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters for people and for programs. */
final class DeadLetterText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadLetterText() {}

    static List<String> table(List<DeadLetter> letters, Terminal terminal) {
        if (letters.isEmpty()) {
            return List.of("No dead letters");
        }
        TextTable table = new TextTable(terminal, Set.of(0));
        table.add("ID", "TABLE", "ROW", "CHANGE", "COMMITTED", "REASON");
        for (DeadLetter letter : letters) {
            table.add(
                    Long.toString(letter.id()),
                    letter.table().toString(),
                    letter.rowKey().orElse("unknown"),
                    letter.operation().toLowerCase(Locale.ROOT),
                    letter.loadDate().truncatedTo(ChronoUnit.SECONDS).toString(),
                    letter.resolution().orElse(letter.reason()));
        }
        return table.lines();
    }

    static List<String> json(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetterText::json).toList();
    }

    static List<String> whole(DeadLetter letter, DeadLetters.Content content) {
        List<String> lines = new ArrayList<>();
        lines.add(row(letter) + ", " + letter.operation().toLowerCase(Locale.ROOT) + " at " + letter.loadDate() + ", "
                + letter.lsn());
        lines.add(letter.place());
        lines.add(letter.reason());
        letter.resolution().ifPresent(lines::add);
        lines.add(text(content.key()));
        lines.add(text(content.envelope()));
        return lines;
    }

    static String row(DeadLetter letter) {
        return letter.table() + " " + letter.rowKey().orElse("(" + letter.place() + ")");
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String json(DeadLetter letter) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("id", letter.id());
        all.put("table", letter.table().toString());
        letter.rowKey().ifPresent(row -> all.put("row", row));
        all.put("operation", letter.operation().toLowerCase(Locale.ROOT));
        all.put("place", letter.place());
        all.put("reason", letter.reason());
        all.put("lsn", letter.lsn());
        all.put("load_date", letter.loadDate().toString());
        all.put("parked_at", letter.parkedAt().toString());
        letter.resolution().ifPresent(how -> all.put("resolution", how));
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is always JSON", e);
        }
    }
}
