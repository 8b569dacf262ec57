package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.ColumnHistory.FormerName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowImageTest {

    /** First v, then words beside another v, now text beside that. */
    private static final List<FormerName> NAMES =
            ColumnHistory.NONE.renamed("v", "words").renamed("words", "text").formerNames();

    @Test
    void valueIsFoundUnderTheNameOfItsTime() {
        assertThat(renamed(Map.of("id", "1", "v", "a"))).isEqualTo(Map.of("id", "1", "text", "a"));
        assertThat(renamed(Map.of("id", "1", "v", "other", "words", "a")))
                .isEqualTo(Map.of("id", "1", "v", "other", "text", "a"));
        assertThat(renamed(Map.of("id", "1", "v", "other", "text", "a")))
                .isEqualTo(Map.of("id", "1", "v", "other", "text", "a"));
    }

    @Test
    void nameThatComesBackIsThePresentOne() {
        List<FormerName> back =
                ColumnHistory.NONE.renamed("v", "words").renamed("words", "v").formerNames();

        assertThat(new RowImage(Map.of("v", "a")).withNames(back).columns()).isEqualTo(Map.of("v", "a"));
        assertThat(new RowImage(Map.of("words", "a")).withNames(back).columns()).isEqualTo(Map.of("v", "a"));
    }

    private static Map<String, String> renamed(Map<String, String> columns) {
        return new RowImage(columns).withNames(NAMES).columns();
    }
}
