package io.cdcvault.road;

import static io.cdcvault.road.AuditedRow.Kind.EFFECTIVITY;
import static io.cdcvault.road.AuditedRow.Kind.HUB;
import static io.cdcvault.road.AuditedRow.Kind.LINK;
import static io.cdcvault.road.AuditedRow.Kind.SATELLITE;
import static io.cdcvault.road.AuditedRow.Kind.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.road.AuditedRow.Stamp;
import io.cdcvault.road.AuditedState.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuditedStateTest {

    private static final Stamp FIRST = new Stamp(10, 100);
    private static final Stamp SECOND = new Stamp(20, 200);

    private final AuditedState state = new AuditedState();

    @Test
    void newRowGetsOneRowOfEachKind() {
        assertThat(become(new Image("7", "a"), FIRST))
                .containsExactly(
                        AuditedRow.of(HUB, "1", "", FIRST),
                        AuditedRow.of(STATUS, "1", AuditedRow.CREATED, FIRST),
                        AuditedRow.of(SATELLITE, "1", "a", FIRST),
                        AuditedRow.of(LINK, "1", "7", FIRST),
                        AuditedRow.of(EFFECTIVITY, "1", AuditedRow.opens("7"), FIRST));
    }

    @Test
    void rowThatIsAsBeforeGetsNone() {
        become(new Image("7", "a"), FIRST);

        assertThat(become(new Image("7", "a"), SECOND)).isEmpty();
    }

    @Test
    void deletionEndsTheRowAndItsLinkAndKeepsTheVersion() {
        become(new Image("7", "a"), FIRST);

        assertThat(become(null, SECOND))
                .containsExactly(
                        AuditedRow.of(STATUS, "1", AuditedRow.DELETED, SECOND),
                        AuditedRow.of(EFFECTIVITY, "1", AuditedRow.closes("7"), SECOND));
    }

    @Test
    void rowThatComesBackAsItWasGetsNoVersion() {
        become(new Image(null, "a"), FIRST);
        become(null, FIRST);

        assertThat(become(new Image(null, "a"), SECOND))
                .containsExactly(AuditedRow.of(STATUS, "1", AuditedRow.CREATED, SECOND));
    }

    @Test
    void differencesNameWhatIsMissingSurplusOrOtherwise() {
        become(new Image("7", "a"), FIRST);
        state.become("2", new Image(null, "b"), FIRST, row -> {});

        assertThat(state.differences(Map.of("1", new Image("8", "a"), "3", new Image(null, "c"))))
                .containsExactly("1", "2", "3");
    }

    private List<AuditedRow> become(@Nullable Image image, Stamp stamp) {
        List<AuditedRow> rows = new ArrayList<>();
        state.become("1", image, stamp, rows::add);
        return rows;
    }
}
