package io.cdcvault.admin;

import io.cdcvault.load.DeadLetter;
import io.cdcvault.load.DeadLetters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The changes that could not be loaded, and what can be done about each. */
final class DeadLetterRoutes implements Routes {

    private final Supplier<DeadLetters> deadLetters;

    /** @param deadLetters connected anew for each request, and closed after it */
    DeadLetterRoutes(Supplier<DeadLetters> deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/dead-letters", this::list);
        routes.post("/api/dead-letters/{id}/retry", this::retry);
        routes.post("/api/dead-letters/{id}/discard", this::discard);
    }

    private void list(Context context) {
        try (DeadLetters letters = deadLetters.get()) {
            Json.write(
                    context,
                    letters.list(false).stream().map(DeadLetterRoutes::object).toList());
        }
    }

    private void retry(Context context) {
        try (DeadLetters letters = deadLetters.get()) {
            Optional<String> refusal = letters.retry(chosen(context, letters));
            Json.write(context, Json.object("loaded", refusal.isEmpty(), "refusal", refusal.orElse(null)));
        }
    }

    private void discard(Context context) {
        String reason = Optional.ofNullable(context.queryParam("reason"))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new BadRequestResponse("Say why: ?reason=…"));
        try (DeadLetters letters = deadLetters.get()) {
            Json.write(context, Json.object("discarded", letters.discard(chosen(context, letters), reason)));
        }
    }

    private static DeadLetter chosen(Context context, DeadLetters letters) {
        String id = context.pathParam("id");
        return letters.list(false).stream()
                .filter(letter -> Long.toString(letter.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("No dead letter " + id + " waits"));
    }

    private static Map<String, @Nullable Object> object(DeadLetter letter) {
        return Json.object(
                "id", letter.id(),
                "table", letter.table().toString(),
                "row_key", letter.rowKey().orElse(null),
                "operation", letter.operation(),
                "place", letter.place(),
                "reason", letter.reason(),
                "lsn", letter.lsn(),
                "load_date", letter.loadDate().toString(),
                "parked_at", letter.parkedAt().toString());
    }
}
