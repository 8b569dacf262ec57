package io.cdcvault.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.RowImage;
import io.cdcvault.schema.hash.HashRecipe;
import io.cdcvault.schema.model.HashAlgorithm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowIdentityTest {

    private static final RowIdentity IDENTITY = new RowIdentity(
            HashRecipe.named("automate-dv", HashAlgorithm.MD5),
            List.of(List.of("shop", "number"), List.of("customer")),
            List.of("line"));

    @Test
    void columnsAreNamedOnceInHashingOrder() {
        RowIdentity twice =
                new RowIdentity(IDENTITY.recipe(), List.of(List.of("shop"), List.of("shop", "number")), List.of());

        assertThat(twice.columns()).containsExactly("shop", "number");
        assertThat(IDENTITY.columns()).containsExactly("shop", "number", "customer", "line");
    }

    @Test
    void imageWithAllColumnsIsKnownAndHasNoGap() {
        assertThat(IDENTITY.unknown(image("a", "1", "c", "1"))).isEmpty();
        assertThat(IDENTITY.gap(image("a", "1", "c", "1"))).isEmpty();
    }

    @Test
    void valueThatTheLogLeftOutMakesTheKeyUnknown() {
        assertThat(IDENTITY.unknown(image("a", RowImage.UNAVAILABLE, "c", "1")))
                .contains("The master's log does not hold its business key: shop, number");
        assertThat(IDENTITY.unknown(image("a", "1", "c", RowImage.UNAVAILABLE)))
                .contains("The master's log does not hold which row under its business key it is: line");
    }

    @Test
    void businessKeyIsEmptyOnlyWhenAllOfItIs() {
        assertThat(IDENTITY.gap(image(null, null, "c", "1"))).contains("Its business key is empty: shop, number");
        assertThat(IDENTITY.gap(image(null, "1", "c", "1"))).isEmpty();
        assertThat(IDENTITY.gap(image("a", "1", null, "1"))).contains("Its business key is empty: customer");
    }

    @Test
    void blankIsEmptyUnlessTheRecipeCountsIt() {
        RowIdentity exact = new RowIdentity(
                HashRecipe.named("exact", HashAlgorithm.MD5),
                IDENTITY.businessKeys().stream()
                        .map(RowIdentity.BusinessKey::columns)
                        .toList(),
                IDENTITY.childKey());

        assertThat(IDENTITY.gap(image("a", "1", " ", "1"))).contains("Its business key is empty: customer");
        assertThat(exact.gap(image("a", "1", " ", "1"))).isEmpty();
        assertThat(exact.gap(image("", null, "", ""))).isEmpty();
        assertThat(exact.gap(image("a", "1", null, "1"))).contains("Its business key is empty: customer");
        assertThat(exact.gap(image(null, null, "c", "1"))).contains("Its business key is empty: shop, number");
    }

    @Test
    void rowUnderABusinessKeyNeedsItsChildKey() {
        assertThat(IDENTITY.gap(image("a", "1", "c", null)))
                .contains("It does not say which row under its business key it is: line");
    }

    @Test
    void imageThatLacksIdentifyingColumnsSaysNothingOfAGap() {
        assertThat(IDENTITY.gap(new RowImage(Map.of("shop", "a")))).isEmpty();
    }

    private static RowImage image(
            @Nullable String shop, @Nullable String number, @Nullable String customer, @Nullable String line) {
        Map<String, @Nullable String> columns = new HashMap<>();
        columns.put("shop", shop);
        columns.put("number", number);
        columns.put("customer", customer);
        columns.put("line", line);
        return new RowImage(columns);
    }
}
