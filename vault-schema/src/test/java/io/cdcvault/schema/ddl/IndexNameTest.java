package io.cdcvault.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexNameTest {

    @Test
    void shortNamesAreSpelledOut() {
        assertThat(IndexName.of("lnk_a_b", List.of("b_hk"))).isEqualTo("lnk_a_b_b_hk_idx");
    }

    @Test
    void longNamesFitAndStayDifferent() {
        String one = IndexName.of("ü".repeat(31), List.of("one_hk"));
        String other = IndexName.of("ü".repeat(31), List.of("other_hk"));
        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(one).isNotEqualTo(other);
    }
}
