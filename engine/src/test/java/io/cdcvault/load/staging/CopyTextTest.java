package io.cdcvault.load.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CopyTextTest {

    @Test
    void whatCopyWouldReadOtherwiseIsEscaped() {
        CopyText text = new CopyText();
        text.column("a\tb\\c\nd\re").column(null).column("");
        text.endRow();
        text.column("").column("\\N").column("ü");
        text.endRow();

        assertThat(new String(text.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("a\\tb\\\\c\\nd\\re\t\\N\t\n\t\\\\N\tü\n");
    }
}
