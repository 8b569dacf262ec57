package io.cdcvault.admin;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.DeadLetterLedger;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.deadletter.WaitingLetters;
import io.cdcvault.status.Status;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.status.collect.StatusSampler.Sample;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes that could not be loaded, and what can be done about each. The list shows no value of a row; one letter
 * shows all, and so wants the token.
 */
final class DeadLetterRoutes implements Routes {

    private static final int MOST = 200;

    private final WaitingLetters waiting;
    private final Supplier<DeadLetters> deadLetters;
    private final StatusSampler sampler;
    private final Controls controls;

    /** @param deadLetters connected for each request that changes something, and closed after it */
    DeadLetterRoutes(
            WaitingLetters waiting, Supplier<DeadLetters> deadLetters, StatusSampler sampler, Controls controls) {
        this.controls = controls;
        this.waiting = waiting;
        this.deadLetters = deadLetters;
        this.sampler = sampler;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/dead-letters", this::list);
        routes.get("/api/dead-letters/{id}", this::open);
        routes.post("/api/dead-letters/{id}/retry", this::retry);
        routes.post("/api/dead-letters/{id}/discard", this::discard);
    }

    private void list(Context context) {
        OptionalLong count =
                sampler.latest().map(Sample::status).map(Status::deadLetters).orElse(OptionalLong.empty());
        // What is known to be none need not be asked for.
        List<DeadLetter> letters = count.orElse(1) == 0 || count.isEmpty() ? List.of() : waiting.oldest(MOST);
        Json.write(
                context,
                Json.object(
                        "waiting",
                        Json.number(count),
                        "letters",
                        letters.stream().map(DeadLetterRoutes::summary).toList()));
    }

    private void open(Context context) {
        DeadLetterLedger.Opened opened = waiting.open(id(context)).orElseThrow(() -> unknown(context));
        DeadLetter letter = opened.letter();
        Map<String, @Nullable Object> all = summary(letter);
        all.put("reason", letter.reason());
        all.put("row_key", letter.rowKey().orElse(null));
        all.put("record_key", opened.key().map(DeadLetterRoutes::text).orElse(null));
        all.put("envelope", opened.envelope().map(DeadLetterRoutes::text).orElse(null));
        all.put("resolution", letter.resolution().orElse(null));
        Json.write(context, all);
    }

    private void retry(Context context) {
        try (DeadLetters letters = deadLetters.get()) {
            DeadLetter letter = chosen(context);
            Optional<String> refusal = letters.retry(letter);
            Actor.of(context)
                    .did(
                            "Dead letter " + letter.id() + " of " + letter.table() + " retried: "
                                    + (refusal.isEmpty() ? "loaded" : "not loaded"),
                            controls);
            Json.write(
                    context,
                    Json.object(
                            "loaded",
                            refusal.isEmpty(),
                            "refusal",
                            refusal.map(MaskedReason::of).orElse(null)));
        }
    }

    private void discard(Context context) {
        String reason = Optional.ofNullable(context.queryParam("reason"))
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new BadRequestResponse("Say why: ?reason=…"));
        try (DeadLetters letters = deadLetters.get()) {
            DeadLetter letter = chosen(context);
            boolean isDone = letters.discard(letter, reason);
            Actor.of(context).did("Dead letter " + letter.id() + " of " + letter.table() + " discarded", controls);
            Json.write(context, Json.object("discarded", isDone));
        }
    }

    private DeadLetter chosen(Context context) {
        return waiting.open(id(context))
                .map(DeadLetterLedger.Opened::letter)
                .filter(letter -> letter.resolution().isEmpty())
                .orElseThrow(() -> unknown(context));
    }

    private static long id(Context context) {
        try {
            return Long.parseLong(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw unknown(context);
        }
    }

    private static NotFoundResponse unknown(Context context) {
        return new NotFoundResponse("No dead letter " + context.pathParam("id") + " waits");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> summary(DeadLetter letter) {
        return Json.object(
                "id", letter.id(),
                "table", letter.table().toString(),
                "column", MaskedReason.column(letter.reason()).orElse(null),
                "operation", letter.operation(),
                "place", letter.place(),
                "reason", MaskedReason.of(letter.reason()),
                "lsn", letter.lsn(),
                "load_date", letter.loadDate().toString(),
                "parked_at", letter.parkedAt().toString());
    }
}
