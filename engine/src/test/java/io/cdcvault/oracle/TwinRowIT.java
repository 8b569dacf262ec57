package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.RowChange;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.TableName;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two rows of a source table without a unique key that the model takes for one: the second is not merged into it. */
@ExtendWith(LocalStackExtension.class)
final class TwinRowIT {

    private static final String MODEL =
            """
            model: stalls
            vault: {schema: "Orders Vault", hash: automate-dv, record_source: shop}
            hubs:
              hub_stall: {business_key: {code: text}}
              hub_owner: {business_key: {owner: text}}
            links:
              lnk_owned: {hubs: {stall: hub_stall, owner: hub_owner}}
            satellites:
              sat_stall: {of: hub_stall, attributes: {name: text}}
              sat_phone: {of: hub_owner, child_key: {kind: text}, attributes: {number: text}}
            sources:
              shop.stall: {hubs: {hub_stall: {code: code}}, satellites: [sat_stall]}
              shop.owned: {hubs: {hub_stall: {code: code}, hub_owner: {owner: owner}}, links: [lnk_owned]}
              shop.phone: {hubs: {hub_owner: {owner: owner}}, satellites: [sat_phone]}
            """;

    private static final TableName STALLS = new TableName("shop", "stall");

    private static ModelVault vault;

    @BeforeAll
    static void prepare(LocalStack stack) {
        vault = new ModelVault(stack.dwh(), MODEL);
    }

    @BeforeEach
    void recreateWithTablesThatNothingGuards() throws SQLException {
        vault.recreate();
        for (String table : List.of("stall", "owned", "phone")) {
            vault.execute("insert into cdc_vault.source_table (feed, source_schema, source_table, facts)"
                    + " values ('test/kafka', 'shop', '" + table + "', '{\"unique\": false}')");
        }
    }

    @Test
    void secondRowUnderALiveKeyWaitsAndItsDeletionEndsNothing() throws SQLException {
        vault.load(stall(1, "c", "A", "first"));
        vault.load(stall(2, "c", "A", "second"), stall(2, "c", "B", "other"));
        vault.load(stall(3, "d", "A", "second"));

        assertThat(vault.query("select name from sat_stall order by 1")).containsExactly("first", "other");
        assertThat(vault.query("select count(*) from sts_stall where status = 'D'"))
                .containsExactly("0");
        assertThat(vault.letters()).hasSize(2).first().satisfies(letter -> assertThat(letter.reason())
                .startsWith("Another row of the source has the same code"));
    }

    @Test
    void rowsOfLinksAndOfSatellitesAreToldApartToo() throws SQLException {
        vault.load(owned(1, "c"), phone(1, "c", "1"));
        vault.load(owned(2, "c"), phone(2, "c", "2"));

        assertThat(vault.letters()).hasSize(2);
        assertThat(vault.query("select number from sat_phone")).containsExactly("1");
    }

    @Test
    void rowThatIsDeletedAndCreatedAgainIsNoSecondOne() throws SQLException {
        vault.load(stall(1, "c", "A", "first"), stall(2, "d", "A", "first"), stall(3, "c", "A", "again"));
        vault.load(stall(4, "d", "A", "again"), stall(4, "c", "A", "at once"));
        vault.load(stall(5, "u", "A", "updated"), stall(5, "u", "A", "twice"));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select name from sat_stall order by load_dts"))
                .containsExactly("first", "again", "at once", "twice");
    }

    /**
     * {@code update stall set code = case code when 'A' then 'B' else 'A' end}, which hands both keys over at commit.
     */
    @Test
    void rowsThatSwapTheirKeysAreNoTwins() throws SQLException {
        vault.load(stall(1, "c", "A", "one"), stall(1, "c", "B", "other"));
        vault.load(renamed(2, "A", "B", "one"), renamed(2, "B", "A", "other"));
        vault.load(renamed(3, "A", "B", "other"), renamed(3, "B", "A", "one"), stall(4, "u", "A", "updated"));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select count(*) from sts_stall")).containsExactly("2");
        assertThat(vault.query("select code || ' ' || name from sat_stall s join hub_stall using (stall_hk)"
                        + " order by s.load_dts, code"))
                .containsExactly("A one", "B other", "A other", "B one", "A one", "B other", "A updated");
    }

    @Test
    void twinThatComesWithASwapWaits() throws SQLException {
        vault.load(stall(1, "c", "A", "one"), stall(1, "c", "B", "other"));
        vault.load(renamed(2, "A", "B", "one"), renamed(2, "B", "A", "other"), stall(2, "c", "B", "twin"));

        assertThat(vault.letters()).isNotEmpty();
        assertThat(vault.query("select name from sat_stall order by name")).containsExactly("one", "other");
    }

    @Test
    void snapshotThatShowsTwoRowsUnderAKeySetsThemAside() throws SQLException {
        vault.load(List.of(stall(1, "r", "A", "one"), stall(1, "r", "A", "two"), stall(1, "r", "B", "only")), true);

        assertThat(vault.query("select name from sat_stall")).containsExactly("only");
        assertThat(vault.letters()).hasSize(2);
    }

    /** The deletion of A was not sent, and a snapshot of the table that shall repair it has read past A's key. */
    @Test
    void rowThatIsCreatedAfterADeletionThatWasNotSentIsNoTwin() throws SQLException {
        vault.load(stall(1, "c", "A", "one"));
        beginRepair();
        vault.load(stall(2, "c", "A", "again"));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select name from sat_stall order by load_dts")).containsExactly("one", "again");
        assertThat(vault.query("select source_table from cdc_vault.table_snapshot where finished_at is null"))
                .as("only a snapshot can show")
                .containsExactly("stall");
        assertThat(vault.query("select count(*) from cdc_vault.source_table join cdc_vault.table_snapshot"
                        + " on number = repair"))
                .as("status says that it is repaired")
                .containsExactly("1");
    }

    /** The deletion of A is among the records that the topics lost. */
    @Test
    void rowThatIsCreatedAfterADeletionThatTheTopicsLostIsNoTwin() throws SQLException {
        vault.load(stall(1, "c", "A", "one"));
        vault.skipLost(STALLS, 2);
        vault.load(stall(3, "c", "A", "again"), stall(4, "u", "A", "changed"));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select name from sat_stall order by load_dts"))
                .containsExactly("one", "again", "changed");
        vault.loadWithTheEndOf(requestedSnapshot(), stall(5, "r", "A", "changed"));
        assertThat(vault.query("select source_table from cdc_vault.source_table where gap is not null"))
                .isEmpty();
    }

    /** The change of A comes from before the snapshot, which does not show it: its deletion was not sent. */
    @Test
    void rowThatWasChangedRightBeforeASnapshotIsNotShownByIt() throws SQLException {
        vault.loadWithTheEndOf(
                new TableSnapshot(7, STALLS),
                stall(1, "c", "A", "one"),
                stall(2, "r", "B", "shown").during(7),
                stall(3, "c", "C", "streamed").during(7));

        assertThat(vault.query("select code from hub_stall join sts_stall using (stall_hk) where status = 'D'"))
                .containsExactly("A");
    }

    /** They wait since before it was noticed that changes were not sent. */
    @Test
    void rowsThatWaitInATableThatIsRepairedWaitNoLongerOnceTheyAreCreatedOrDeleted() throws SQLException {
        vault.load(stall(1, "c", "A", "one"), stall(1, "c", "B", "one"));
        vault.load(stall(2, "c", "A", "two"), stall(2, "c", "B", "two"));
        assertThat(vault.letters()).hasSize(2);

        beginRepair();
        vault.load(stall(3, "c", "A", "three"), stall(3, "d", "B", "two"));
        vault.load(stall(4, "u", "A", "four"));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select name from sat_stall where load_dts > '1970-01-01 00:00:00.000001+00' order by"
                        + " load_dts"))
                .containsExactly("three", "four");
        assertThat(vault.query("select code from hub_stall join sts_stall using (stall_hk) where status = 'D'"))
                .containsExactly("B");
    }

    /** A and B are not in the source any more, which their letters do not show; C was changed since. */
    @Test
    void rowsThatWaitSinceBeforeTheSnapshotOfARepairedTableAreGoneUnlessItShowsThem() throws SQLException {
        vault.load(stall(1, "c", "A", "one"), stall(1, "c", "B", "one"), stall(1, "c", "C", "one"));
        vault.load(stall(2, "c", "A", "two"), stall(2, "c", "B", "two"), stall(2, "c", "C", "two"));
        assertThat(vault.letters()).hasSize(3);

        beginRepair();
        vault.loadWithTheEndOf(
                new TableSnapshot(7, STALLS),
                owned(3, "c"),
                stall(4, "u", "C", "three").during(7));

        assertThat(vault.letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .containsExactly("{\"code\":\"C\"}", "{\"code\":\"C\"}");
        assertThat(vault.query("select code from hub_stall join sts_stall using (stall_hk) where status = 'D'"
                        + " order by code"))
                .containsExactly("A", "B");
        assertThat(vault.query("select count(*) from lnk_owned")).containsExactly("1");
    }

    private static TableSnapshot requestedSnapshot() throws SQLException {
        List<String> numbers = vault.query("select number from cdc_vault.table_snapshot where finished_at is null");
        return new TableSnapshot(Long.parseLong(numbers.get(0)), STALLS);
    }

    private static void beginRepair() throws SQLException {
        vault.execute("update cdc_vault.source_table set gap = 'was taken out', gap_at = now()");
    }

    private static RowChange stall(long transaction, String operation, String code, String name) {
        return EnvelopeChange.of(transaction, "stall", operation, row("code", code), row("code", code, "name", name));
    }

    private static RowChange renamed(long transaction, String from, String to, String name) {
        return EnvelopeChange.update(
                transaction, "stall", row("code", to), row("code", from, "name", name), row("code", to, "name", name));
    }

    private static RowChange owned(long transaction, String operation) {
        return EnvelopeChange.of(
                transaction, "owned", operation, row("code", "A", "owner", "O"), row("code", "A", "owner", "O"));
    }

    private static RowChange phone(long transaction, String operation, String number) {
        return EnvelopeChange.of(
                transaction,
                "phone",
                operation,
                row("owner", "O", "kind", "home"),
                row("owner", "O", "kind", "home", "number", number));
    }
}
