package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.change.RowChange;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With the recipe {@code exact}, keys that another recipe takes for one are several, and none waits. */
@ExtendWith(LocalStackExtension.class)
final class ExactKeysIT {

    private static final String MODEL =
            """
            model: parts
            vault: {schema: "Orders Vault", hash: exact, record_source: shop, foreign_keys: true}
            hubs:
              hub_part: {business_key: {a: text, b: text}}
              hub_from: {business_key: {from: text}}
              hub_to:   {business_key: {to: text}}
            links:
              lnk_deal: {hubs: {from: hub_from, to: hub_to}, driving: [from, to]}
            satellites:
              sat_part: {of: hub_part, attributes: {weight: integer}}
              sat_deal: {of: lnk_deal, attributes: {price: text}}
            sources:
              shop.parts:
                hubs: {hub_part: {a: a, b: b}}
                satellites: [sat_part]
              shop.deals:
                row: lnk_deal
                hubs: {hub_from: {from: from}, hub_to: {to: to}}
                links: [lnk_deal]
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
    void eachOfTheHostileKeysIsOneAndOnlyNullAloneIsNone() throws SQLException {
        List<String> texts = HostileValues.all();
        List<RowChange> created = new ArrayList<>();
        List<RowChange> deleted = new ArrayList<>();
        for (String a : texts) {
            for (String b : texts) {
                created.add(part(created.size() + 1, "c", a, b));
                if (a != null && created.size() % 2 == 0) {
                    deleted.add(part(texts.size() * texts.size() + created.size(), "d", a, b));
                }
            }
        }

        vault.load(created, false);
        int keys = created.size() - 1;

        assertThat(vault.letters())
                .extracting(letter -> letter.rowKey().orElseThrow())
                .singleElement()
                .asString()
                .contains("\"a\":null,\"b\":null");
        assertThat(vault.query("select count(*) from hub_part join sat_part using (part_hk)"))
                .containsExactly("" + keys);
        assertThat(vault.query("select count(*) from hub_part where part_hk <> hub_part_hk(a, b)"))
                .containsExactly("0");

        vault.load(deleted, false);

        assertThat(vault.query("select count(*) from sat_part_current where is_live"))
                .containsExactly("" + (keys - deleted.size()));
    }

    @Test
    void linksAndDrivingKeysOfAlikeEndsAreApart() throws SQLException {
        vault.load(
                deal(1, "c", "x", "y", "1"),
                deal(1, "c", "X", "y", "2"),
                deal(1, "c", "x", "y ", "3"),
                deal(1, "c", "x||y", "", "4"),
                deal(1, "c", "", "x||y", "5"),
                deal(1, "c", "x", null, "6"));
        vault.load(deal(2, "d", "X", "y", "2"));

        assertThat(vault.letters()).extracting(DeadLetter::reason).containsExactly("Its business key is empty: to");
        assertThat(vault.query("select price from sat_deal join lnk_deal_current using (deal_hk) order by 1"))
                .containsExactly("1", "3", "4", "5");
        assertThat(vault.query("select count(distinct driving_hk) from eff_deal"))
                .containsExactly("5");
    }

    @Test
    void emptyTextIsAKeyAndChangesOfCaseAloneAreAnotherHashdiff() throws SQLException {
        vault.load(deal(1, "c", "", "", "a"), deal(2, "u", "", "", "A"), deal(3, "u", "", "", "A "));
        vault.load(deal(4, "u", "", "", ""), deal(5, "u", "", "", null));

        assertThat(vault.letters()).isEmpty();
        assertThat(vault.query("select count(distinct hash_diff) from sat_deal"))
                .containsExactly("5");
    }

    private static RowChange part(long transaction, String operation, String a, String b) {
        return EnvelopeChange.of(
                transaction, "parts", operation, row("a", a, "b", b), row("a", a, "b", b, "weight", "1"));
    }

    private static RowChange deal(long transaction, String operation, String from, String to, String price) {
        return EnvelopeChange.of(
                transaction,
                "deals",
                operation,
                row("from", from, "to", to),
                row("from", from, "to", to, "price", price));
    }
}
