package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.change.RowChange;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of several parts that the hash recipe cannot tell apart: the first has the hash, the others wait. */
@ExtendWith(LocalStackExtension.class)
final class SharedHashIT {

    private static final String MODEL =
            """
            model: parts
            vault: {schema: "Orders Vault", hash: automate-dv, record_source: shop}
            hubs:
              hub_part: {business_key: {a: text, b: text}}
              hub_deal: {business_key: {deal: text}}
              hub_from: {business_key: {from: text}}
              hub_to:   {business_key: {to: text}}
              hub_via:  {business_key: {via: text}}
            links:
              lnk_deal: {hubs: {from: hub_from, to: hub_to}, driving: [from, to]}
              lnk_route: {hubs: {deal: hub_deal, from: hub_from, to: hub_to}, driving: [deal]}
              lnk_stop: {hubs: {to: hub_to, from: hub_from, via: hub_via}, driving: [to, from]}
            satellites:
              sat_part: {of: hub_part, attributes: {weight: integer}}
              sat_deal: {of: lnk_deal, attributes: {price: integer}}
            sources:
              shop.parts:
                hubs: {hub_part: {a: a, b: b}}
                satellites: [sat_part]
              shop.uses:
                row: hub_deal
                hubs: {hub_deal: {deal: deal}, hub_part: {a: a, b: b}, hub_from: {from: from}, hub_to: {to: to}}
                links: [lnk_route]
              shop.deals:
                row: lnk_deal
                hubs: {hub_from: {from: from}, hub_to: {to: to}, hub_via: {via: via}}
                links: [lnk_deal, lnk_stop]
                satellites: [sat_deal]
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
    void secondKeyWithTheHashOfAnotherIsParkedAndItsDeletionLeavesTheFirstAlone() throws SQLException {
        load(List.of(part(1, "c", "x||y", "z", "1"), part(1, "c", "x", "y||z", "2")));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.rowKey()).contains("{\"a\":\"x\",\"b\":\"y||z\"}");
            assertThat(letter.reason()).startsWith("Another key has the same hash in hub_part");
        });
        try (DeadLetters letters = vault.deadLetters()) {
            DeadLetter second = letters.list(false).get(0);
            assertThat(letters.retry(second))
                    .hasValueSatisfying(why -> assertThat(why).contains("the same hash"));
            letters.discard(second, "merged at the source");
        }
        load(List.of(part(2, "u", "x", "y||z", "3")));
        load(List.of(part(3, "d", "x", "y||z", "3")));

        assertThat(letters()).hasSize(2);
        assertThat(query("select a || ' ' || b from hub_part")).containsExactly("x||y z");
        assertThat(query("select status from sts_part")).containsExactly("C");
        assertThat(query("select weight::text from sat_part")).containsExactly("1");
    }

    @Test
    void nullIsNotItsPlaceholderButABlankIsNull() throws SQLException {
        load(List.of(part(1, "c", "x", null, "1"), part(2, "c", "x", "^^", "2"), part(3, "u", "X ", " ", "3")));

        assertThat(letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .containsExactly("{\"a\":\"x\",\"b\":\"^^\"}");
        assertThat(query("select weight::text from sat_part order by load_dts")).containsExactly("1", "3");
    }

    @Test
    void mentionOfAnotherKeyInAnotherTableIsParked() throws SQLException {
        load(List.of(
                use(1, "1", "x", "y||z", "f", "t"),
                part(2, "c", "x||y", "z", "1"),
                use(2, "2", "x||y", "z", "f", "t")));

        assertThat(letters())
                .extracting(letter -> letter.table().table())
                .as("the first of the batch is a row of another table")
                .containsExactlyInAnyOrder("parts", "uses");
        assertThat(query("select a || ' ' || b from hub_part")).containsExactly("x y||z");
    }

    @Test
    void linksAndDrivingKeysAreNotShared() throws SQLException {
        load(List.of(use(1, "1", "a", "b", "x||y", "z"), use(1, "1||x", "a", "b", "y", "z")));
        load(List.of(deal(2, "c", "p||q", "r", "v"), deal(3, "c", "p", "q||r", "w"), deal(4, "d", "p", "q||r", "w")));

        assertThat(letters())
                .extracting(letter -> letter.reason().replaceAll(":.*", ""))
                .containsExactly(
                        "Another key has the same hash in lnk_route",
                        "Another key has the same hash in lnk_deal",
                        "An earlier change of the row waits");
        assertThat(query("select is_active::text from eff_deal")).containsExactly("true");
        assertThat(query("select is_active::text from eff_stop")).containsExactly("true");
    }

    @Test
    void drivingKeysAreNotSharedWhereOnlyTheyCollide() throws SQLException {
        load(List.of(deal(1, "c", "x", "y||z", "v")));
        load(List.of(deal(2, "c", "z||x", "y", "w")));

        assertThat(letters())
                .extracting(letter -> letter.reason().replaceAll(":.*", ""))
                .containsExactly("Another key has the same hash in the driving key of lnk_stop");
        assertThat(query("select is_active::text from eff_stop")).containsExactly("true");
    }

    /** Of each hash, the key that the history names first; it makes no difference where batches are cut. */
    @ParameterizedTest
    @CsvSource({"31, 1", "31, 10000", "32, 9", "33, 9", "34, 25"})
    void hostileKeysGiveWhatTheirFirstRowsGiveAndLettersForAllOthers(long seed, int batchSize) throws SQLException {
        List<RowChange> history = history(seed, 120);

        for (int from = 0; from < history.size(); from += batchSize) {
            load(history.subList(from, Math.min(history.size(), from + batchSize)));
        }

        HostileParts expected = HostileParts.after(history);
        assertThat(expected.waiting()).as("hostile enough").isGreaterThan(10);
        assertThat(letters()).hasSize(expected.waiting());
        assertThat(new TreeSet<>(query(HUB))).isEqualTo(expected.keys());
        assertThat(new TreeSet<>(query(VERSIONS))).isEqualTo(expected.versions());
        assertThat(new TreeSet<>(query(STATUSES))).isEqualTo(expected.statuses());
    }

    private static final String JOINED =
            "coalesce(nullif(upper(trim(a)), ''), '^^') || '||' || coalesce(nullif(upper(trim(b)), ''), '^^')";

    private static final String HUB = "select " + JOINED + " from hub_part";

    private static final String VERSIONS = "select " + JOINED
            + " || ' ' || weight || ' ' || (extract(epoch from s.load_dts) * 1000000)::bigint"
            + " from hub_part join sat_part s using (part_hk)";

    private static final String STATUSES = "select " + JOINED
            + " || ' ' || status || ' ' || (extract(epoch from s.load_dts) * 1000000)::bigint"
            + " from hub_part join sts_part s using (part_hk)";

    /** One change a transaction; an update of a row that is not there is as good as its insertion. */
    private static List<RowChange> history(long seed, int size) {
        Random random = new Random(seed);
        HostileValues values = new HostileValues(random);
        List<RowChange> history = new ArrayList<>();
        for (int transaction = 1; transaction <= size; transaction++) {
            boolean isDeletion = random.nextInt(6) == 0;
            String a = values.text();
            String b = values.text();
            String weight = Integer.toString(random.nextInt(3));
            history.add(
                    isDeletion
                            ? EnvelopeChange.of(transaction, "parts", "d", row("a", a, "b", b), row("a", a, "b", b))
                            : part(transaction, "u", a, b, weight));
        }
        return history;
    }

    private static RowChange part(long transaction, String operation, String a, String b, String weight) {
        return EnvelopeChange.of(
                transaction, "parts", operation, row("a", a, "b", b), row("a", a, "b", b, "weight", weight));
    }

    private static RowChange use(long transaction, String deal, String a, String b, String from, String to) {
        return EnvelopeChange.of(
                transaction, "uses", "c", row("deal", deal), row("deal", deal, "a", a, "b", b, "from", from, "to", to));
    }

    private static RowChange deal(long transaction, String operation, String from, String to, String via) {
        return EnvelopeChange.of(
                transaction,
                "deals",
                operation,
                row("from", from, "to", to),
                row("from", from, "to", to, "via", via, "price", "1"));
    }

    private static void load(List<RowChange> changes) {
        vault.load(changes, false);
    }

    private static List<DeadLetter> letters() {
        return vault.letters();
    }

    private static List<String> query(String sql) throws SQLException {
        return vault.query(sql);
    }
}
