package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows whose business key is empty: each has its letter, until it gets a key or is no more. */
@ExtendWith(LocalStackExtension.class)
final class KeylessRowIT {

    /** Couriers have no primary key, riders have one beside the business key. */
    private static final String MODEL =
            """
            model: couriers
            vault: {schema: "Orders Vault", hash: automate-dv, record_source: shop}
            hubs:
              hub_courier: {business_key: {code: text}}
              hub_rider:   {business_key: {code: text}}
              hub_depot:   {business_key: {depot: varchar(3)}}
            links:
              lnk_stationed: {hubs: {courier: hub_courier, depot: hub_depot}, driving: [courier]}
              lnk_shift: {hubs: {rider: hub_rider, depot: hub_depot}}
            satellites:
              sat_courier: {of: hub_courier, attributes: {name: text}}
              sat_rider: {of: hub_rider, attributes: {id: integer, name: varchar(10)}}
              sat_shift: {of: lnk_shift, attributes: {hours: integer}}
            sources:
              shop.couriers:
                row: hub_courier
                hubs: {hub_courier: {code: code}, hub_depot: {depot: depot}}
                links: [lnk_stationed]
                satellites: [sat_courier]
              shop.riders:
                hubs: {hub_rider: {code: code}}
                satellites: [sat_rider]
              shop.shifts:
                hubs: {hub_rider: {code: rider}, hub_depot: {depot: depot}}
                links: [lnk_shift]
                satellites: [sat_shift]
            """;

    private static ModelVault vault;

    @BeforeAll
    static void prepare(LocalStack stack) {
        vault = new ModelVault(stack.dwh(), MODEL);
    }

    @BeforeEach
    void recreate() throws SQLException {
        vault.recreate();
    }

    @Test
    void eachRowHasItsLetterWhichEndsWhenTheRowGetsItsKeyAndWhatItMentionsIsLoadedAtOnce() throws SQLException {
        vault.load(courier(1, "c", null, "Northern Post", "D1"), courier(1, "c", null, "Bike & Go", "D2"));

        assertThat(vault.query("select depot from hub_depot order by 1")).containsExactly("D1", "D2");
        assertThat(vault.letters())
                .extracting(DeadLetter::reason)
                .containsExactly("Its business key is empty: code", "Its business key is empty: code");
        assertThat(vault.letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .doesNotHaveDuplicates()
                .noneMatch(key -> key.contains("Post"));

        vault.load(courier(2, "d", null, "Bike & Go", "D2"), courier(2, "c", "C9", "Bike & Go", "D2"));

        assertThat(vault.resolutions()).containsExactly("waits", "ended: the row was deleted, or its key was changed");
        assertThat(vault.query("select name from sat_courier")).containsExactly("Bike & Go");
        assertThat(vault.query("select is_active::text from eff_stationed")).containsExactly("true");

        vault.load(courier(3, "d", "C9", "Bike & Go", "D2"), courier(3, "c", null, "Bike & Go", "D2"));

        assertThat(vault.query("select status from sts_courier order by load_dts"))
                .containsExactly("C", "D");
        assertThat(vault.letters()).hasSize(2);
    }

    @Test
    void rowsThatAreAlikeHaveALetterEachAndADeletionEndsOne() throws SQLException {
        vault.load(courier(1, "c", "", "Twin", "D1"), courier(1, "c", "", "Twin", "D1"));
        vault.load(courier(2, "d", "", "Twin", "D1"));

        assertThat(vault.letters()).hasSize(1);
        vault.load(courier(3, "d", "", "Twin", "D1"), courier(4, "d", "", "Twin", "D1"));
        assertThat(vault.letters())
                .as("the vault never had a row that is deleted without a letter")
                .isEmpty();
        assertThat(vault.query("select count(*) from sts_courier")).containsExactly("0");
    }

    @Test
    void anotherStateWithoutKeyReplacesTheLetter() {
        vault.load(courier(1, "c", null, "Old", "D1"), courier(1, "c", null, "Other", "D1"));
        vault.load(update(
                2, row("code", null, "name", "Old", "depot", "D1"), row("code", null, "name", "New", "depot", "D2")));

        assertThat(vault.resolutions())
                .containsExactly("ended: the row changed, and its key is still empty", "waits", "waits");
    }

    @Test
    void rowWithAPrimaryKeyIsKnownByIt() throws SQLException {
        vault.load(rider(1, "c", "1", null, "a"), rider(1, "c", "2", null, "b"), rider(1, "c", "3", " ", "c"));
        vault.load(rider(2, "u", "1", "R1", "a"), rider(2, "u", "2", null, "bb"), deletion(2, "3"));

        assertThat(vault.resolutions())
                .containsExactly(
                        "ended: the row got its key",
                        "ended: the row changed, and its key is still empty",
                        "ended: the row was deleted, or its key was changed",
                        "waits");
        assertThat(vault.query("select code from hub_rider")).containsExactly("R1");
        vault.load(rider(3, "u", "2", "R2", "too long for it"));
        assertThat(vault.letters()).singleElement().satisfies(letter -> assertThat(letter.reason())
                .contains("value too long"));
    }

    @Test
    void lettersEndWithinOneBatchAndOneTransactionToo() throws SQLException {
        vault.load(
                rider(1, "c", "1", null, "a"),
                rider(1, "u", "1", "R1", "a"),
                courier(1, "c", null, "Bike & Go", "D1"),
                courier(2, "d", null, "Bike & Go", "D1"),
                courier(2, "c", "C1", "Bike & Go", "D1"));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select code from hub_rider union select code from hub_courier order by 1"))
                .containsExactly("C1", "R1");
    }

    @Test
    void retryRefusesARowWithoutKeyAndPassesOneThatHadNone() throws SQLException {
        vault.load(rider(1, "c", "1", null, "a"), rider(1, "c", "2", "R2", "much too long"));
        vault.load(rider(2, "u", "2", null, "b"), rider(3, "u", "2", "R3", "c"), rider(4, "u", "2", "", "d"));
        try (DeadLetters letters = vault.deadLetters()) {
            assertThat(letters.retry(letters.list(false).get(0))).contains("Its business key is empty: code");
            vault.execute(
                    "drop view \"Orders Vault\".sat_rider_current, \"Orders Vault\".sat_rider_history cascade",
                    "alter table \"Orders Vault\".sat_rider alter name type text");
        }
        ModelVault wide = new ModelVault(vault.dwh(), MODEL.replace("varchar(10)", "text"));
        try (DeadLetters letters = wide.deadLetters()) {
            assertThat(letters.retry(letters.list(false).get(1))).isEmpty();
        }

        assertThat(vault.letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .containsExactly("{\"id\":\"1\"}", "{\"id\":\"2\"}");
        assertThat(vault.query("select code from hub_rider order by 1")).containsExactly("R2", "R3");
    }

    @Test
    void truncateAndASnapshotEndTheLettersOfWhatIsGone() {
        vault.load(courier(1, "c", null, "Gone", "D1"), truncate(2), courier(3, "c", null, "There", "D1"));
        assertThat(vault.resolutions()).containsExactly("ended: the table was truncated", "waits");
        vault.load(courier(4, "c", null, "Missed", "D1"));

        vault.load(List.of(courier(5, "r", null, "There", "D1")), true);

        assertThat(vault.resolutions())
                .containsExactly(
                        "ended: the table was truncated",
                        "ended: a snapshot showed the row again",
                        "ended: a snapshot no longer showed the row in this state",
                        "waits");
    }

    @Test
    void snapshotOfATableEndsTheLettersOfRowsThatNeitherItNorTheStreamShows() {
        vault.load(courier(1, "c", null, "There", "D1"), courier(2, "c", null, "Missed", "D1"));

        vault.loadWithTheEndOf(
                new TableSnapshot(7, new TableName("shop", "couriers")),
                courier(3, "r", null, "There", "D1").during(7),
                courier(4, "c", null, "New", "D1").during(7));
        vault.load(courier(5, "d", null, "New", "D1"));

        assertThat(vault.resolutions())
                .containsExactly(
                        "ended: a snapshot showed the row again",
                        "ended: a snapshot no longer showed the row in this state",
                        "waits",
                        "ended: the row was deleted, or its key was changed");
    }

    @Test
    void whatARowWithoutKeyMentionsMayBeUnfitOrMissingToo() throws SQLException {
        vault.load(
                courier(1, "c", null, "x".repeat(9_000), "too long"),
                shift(1, null, "D7"),
                shift(1, "R7", null),
                courier(1, "c", "C1", "fit", "D1"));

        assertThat(vault.letters()).hasSize(3);
        assertThat(vault.query("select depot from hub_depot order by 1")).containsExactly("D1", "D7");
        assertThat(vault.query("select code from hub_rider")).containsExactly("R7");
        assertThat(vault.query("select count(*) from lnk_shift")).containsExactly("0");
    }

    private static RowChange courier(long transaction, String operation, String code, String name, String depot) {
        return EnvelopeChange.of(
                transaction, "couriers", operation, row("code", code), row("code", code, "name", name, "depot", depot));
    }

    private static RowChange update(long transaction, Map<String, String> before, Map<String, String> after) {
        return EnvelopeChange.update(transaction, "couriers", row("code", after.get("code")), before, after);
    }

    private static RowChange truncate(long transaction) {
        return EnvelopeChange.of(transaction, "couriers", "t", null, null);
    }

    private static RowChange rider(long transaction, String operation, String id, String code, String name) {
        return EnvelopeChange.of(
                transaction, "riders", operation, row("id", id), row("id", id, "code", code, "name", name));
    }

    private static RowChange deletion(long transaction, String id) {
        return EnvelopeChange.of(transaction, "riders", "d", row("id", id), row("id", id));
    }

    private static RowChange shift(long transaction, String rider, String depot) {
        return EnvelopeChange.of(
                transaction,
                "shifts",
                "c",
                row("rider", rider, "depot", depot),
                row("rider", rider, "depot", depot, "hours", "8"));
    }
}
