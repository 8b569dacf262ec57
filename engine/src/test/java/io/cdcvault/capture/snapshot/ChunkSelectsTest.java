package io.cdcvault.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.capture.snapshot.ChunkSelects.KeyColumn;
import io.cdcvault.capture.snapshot.ChunkSelects.Select;
import io.cdcvault.schema.model.TableName;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChunkSelectsTest {

    private static final TableName PLACE = new TableName("shop", "place");

    @Test
    void keyWithoutNullsIsComparedAsARow() {
        ChunkSelects selects = selects(new KeyColumn("a", false), new KeyColumn("b", false));

        assertThat(selects.after(List.of("1", "x")))
                .containsExactly(new Select(
                        "select \"a\", \"b\" from \"shop\".\"place\" where (\"a\", \"b\") > (?, ?) order by \"a\", \"b\"",
                        List.of("1", "x")));
    }

    @Test
    void rowsWithNullsFollowThoseWithout() {
        ChunkSelects selects = selects(new KeyColumn("a", true), new KeyColumn("b", false));

        assertThat(selects.after(List.of()))
                .extracting(Select::text)
                .containsExactly(
                        "select \"a\", \"b\" from \"shop\".\"place\" where \"a\" is not null order by \"a\", \"b\"",
                        "select \"a\", \"b\" from \"shop\".\"place\" where (\"a\" is null) order by \"a\", \"b\"");
    }

    @Test
    void nothingFollowsANullButWhatIsGreaterInALaterColumn() {
        ChunkSelects selects = selects(new KeyColumn("a", true), new KeyColumn("b", true));

        assertThat(selects.after(Arrays.asList(null, "x")))
                .containsExactly(new Select(
                        "select \"a\", \"b\" from \"shop\".\"place\" where (\"a\" is null or \"b\" is null) and"
                                + " (\"a\" is null and (\"b\" > ? or \"b\" is null)) order by \"a\", \"b\"",
                        List.of("x")));
        assertThat(selects.after(Arrays.asList(null, null)))
                .extracting(Select::text)
                .singleElement()
                .asString()
                .contains(" and false ");
    }

    private static ChunkSelects selects(KeyColumn... key) {
        return new ChunkSelects(
                PLACE, false, Arrays.stream(key).map(KeyColumn::name).toList(), List.of(key));
    }
}
