package io.cdcvault.schema.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FittingNameTest {

    @Test
    void nameThatFitsStaysAsItIs() {
        assertThat(FittingName.of("staged public.tickets")).isEqualTo("staged public.tickets");
        assertThat(FittingName.withoutHash("note")).isEqualTo("note");
    }

    @Test
    void longNamesThatBeginAlikeStayDifferent() {
        String one = FittingName.of("ü".repeat(40) + "1");
        String other = FittingName.of("ü".repeat(40) + "2");

        assertThat(one).isNotEqualTo(other).startsWith("üüü");
        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64);
    }

    @Test
    void namesWithAHashAreMadeIntoOthersWithoutOne() {
        assertThat(FittingName.withoutHash("#seq")).doesNotContain("#").isNotEqualTo("_seq");
        assertThat(FittingName.withoutHash("a#b")).isNotEqualTo(FittingName.withoutHash("a_b"));
    }
}
