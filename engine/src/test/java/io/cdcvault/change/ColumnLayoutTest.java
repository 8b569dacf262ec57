package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ColumnLayoutTest {

    private final ColumnLayout layout = new ColumnLayout(List.of("b", "a"));

    @Test
    void imageEqualsOneThatIsMadeOfAMap() {
        Map<String, @Nullable String> columns = new HashMap<>();
        columns.put("a", null);
        columns.put("b", "1");

        RowImage image = layout.image(new @Nullable String[] {"1", null});

        assertThat(image).isEqualTo(new RowImage(columns)).hasSameHashCodeAs(new RowImage(columns));
        assertThat(new RowImage(columns)).isEqualTo(image);
        assertThat(image.columns().keySet()).isEqualTo(columns.keySet()).hasSameHashCodeAs(columns.keySet());
    }

    @Test
    void columnThatIsNullIsThereAndOneThatIsNotKnownIsNot() {
        RowImage image = layout.image(new @Nullable String[] {"1", null});

        assertThat(image.has("a")).isTrue();
        assertThat(image.text("a")).isNull();
        assertThat(image.has("c")).isFalse();
        assertThat(image.text("c")).isNull();
        assertThat(image.columns().containsValue("1")).isTrue();
        assertThat(image.columns().containsValue(null)).isTrue();
        assertThat(image.columns().containsValue("2")).isFalse();
    }

    @Test
    void imageIsCompletedAsAnyOther() {
        RowImage image = layout.image(new @Nullable String[] {RowImage.UNAVAILABLE, "2"});
        RowImage before = layout.image(new @Nullable String[] {"1", "0"});

        assertThat(image.completedFrom(before)).isEqualTo(new RowImage(Map.of("b", "1", "a", "2")));
    }

    @Test
    void nameThatComesTwiceIsRefused() {
        assertThatThrownBy(() -> new ColumnLayout(List.of("a", "a"))).isInstanceOf(IllegalArgumentException.class);
    }
}
