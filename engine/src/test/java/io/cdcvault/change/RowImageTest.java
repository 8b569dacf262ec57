package io.cdcvault.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.ColumnHistory;
import io.cdcvault.schema.model.ColumnHistory.FormerName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowImageTest {

    /** First v, then words beside another v, now text beside that. */
    private static final List<FormerName> NAMES = ColumnHistory.NONE
            .renamed("v", "words", OptionalLong.empty())
            .renamed("words", "text", OptionalLong.empty())
            .formerNames();

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
        List<FormerName> back = ColumnHistory.NONE
                .renamed("v", "words", OptionalLong.empty())
                .renamed("words", "v", OptionalLong.empty())
                .formerNames();

        assertThat(new RowImage(Map.of("v", "a"))
                        .withNames(back, Optional.empty())
                        .columns())
                .isEqualTo(Map.of("v", "a"));
        assertThat(new RowImage(Map.of("words", "a"))
                        .withNames(back, Optional.empty())
                        .columns())
                .isEqualTo(Map.of("v", "a"));
    }

    /** The column may be gone: then a row looks like one from before it was renamed. */
    @Test
    void formerNameIsAnotherColumnsAfterTheRename() {
        List<FormerName> names =
                ColumnHistory.NONE.renamed("v", "words", OptionalLong.of(0x500)).formerNames();
        RowImage image = new RowImage(Map.of("v", "a"));

        assertThat(image.withNames(names, Optional.of(new Lsn(0x4FF))).columns())
                .isEqualTo(Map.of("words", "a"));
        assertThat(image.withNames(names, Optional.of(new Lsn(0x501))).columns())
                .isEqualTo(Map.of("v", "a"));
    }

    private static Map<String, String> renamed(Map<String, String> columns) {
        return new RowImage(columns).withNames(NAMES, Optional.empty()).columns();
    }
}
