package io.cdcvault.oracle;

import static io.cdcvault.oracle.EnvelopeChange.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.change.RowChange;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links whose ends stand in other rows are what the source's tables joined would be, at each commit. */
@ExtendWith(LocalStackExtension.class)
final class ReferencesIT {

    private static final String MODEL =
            """
            model: references
            vault: {schema: "Orders Vault", hash: exact, record_source: shop, foreign_keys: true}
            hubs:
              hub_customer: {business_key: {customer_no: text}}
              hub_order:    {business_key: {order_no: text}}
              hub_employee: {business_key: {emp_no: text}}
            links:
              lnk_order_customer: {hubs: {order: hub_order, customer: hub_customer}, driving: [order]}
              lnk_order_parties:
                hubs: {payer: hub_customer, order: hub_order, clerk: hub_employee}
                driving: [order]
              lnk_employee_boss: {hubs: {employee: hub_employee, boss: hub_employee}, driving: [employee]}
            satellites:
              sat_customer: {of: hub_customer, attributes: {id: bigint, name: varchar(4)}}
              sat_order:
                of: hub_order
                attributes: {id: bigint, customer_id: integer, payer_id: integer, clerk_id: integer}
              sat_employee: {of: hub_employee, attributes: {id: integer, boss_id: integer}}
            sources:
              shop.customers:
                hubs: {hub_customer: {customer_no: customer_no}}
                satellites: [sat_customer]
              shop.employees:
                hubs: {hub_employee: {emp_no: emp_no}}
                references: {hub_employee as boss: {shop.employees: {id: boss_id}}}
                links: {lnk_employee_boss: {employee: hub_employee, boss: boss}}
                satellites: [sat_employee]
              shop.orders:
                hubs: {hub_order: {order_no: order_no}}
                references:
                  hub_customer as customer: {shop.customers: {id: customer_id}}
                  hub_customer as payer: {shop.customers: {id: payer_id}}
                  hub_employee: {shop.employees: {id: clerk_id}}
                links: [lnk_order_customer, lnk_order_parties]
                satellites: [sat_order]
            """;

    private static final String OPEN =
            """
            select order_no || ' ' || customer_no from lnk_order_customer_current
              join hub_order using (order_hk) join hub_customer using (customer_hk) order by 1""";

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
    void referredRowMayComeBeforeOrAfterOrWithTheRowThatRefers() throws SQLException {
        vault.load(customer(1, "c", "1", "C-1"), order(1, "c", "1", "O-1", "1"));
        vault.load(order(2, "c", "2", "O-2", "2"), order(2, "c", "3", "O-3", null));

        assertThat(vault.query(OPEN)).containsExactly("O-1 C-1");

        vault.load(customer(3, "c", "2", "C-2"));

        assertThat(vault.query(OPEN)).containsExactly("O-1 C-1", "O-2 C-2");
        assertThat(vault.query("select src_lsn::text from eff_order_customer order by 1"))
                .as("each from the change that opened it")
                .containsExactly("0/1", "0/3");
    }

    @Test
    void linkMovesWithTheBusinessKeyOfTheRowThatIsReferredTo() throws SQLException {
        vault.load(customer(1, "c", "1", "C-1"), order(1, "c", "1", "O-1", "1"), order(1, "c", "2", "O-2", "1"));
        vault.load(customer(2, "u", "1", "C-9"));

        assertThat(vault.query(OPEN)).containsExactly("O-1 C-9", "O-2 C-9");
        assertThat(vault.query("select count(*) from eff_order_customer where not is_active"))
                .containsExactly("2");
        assertThat(vault.query("select count(*) from sat_order"))
                .as("no event of their own")
                .containsExactly("2");
    }

    @Test
    void linkClosesWithEitherRow() throws SQLException {
        vault.load(
                customer(1, "c", "1", "C-1"),
                customer(1, "c", "2", "C-2"),
                order(1, "c", "1", "O-1", "1"),
                order(1, "c", "2", "O-2", "1"),
                order(1, "c", "3", "O-3", "2"));
        vault.load(deletion(2, "customers", "1"), deletion(2, "orders", "1"));
        assertThat(vault.query(OPEN)).containsExactly("O-3 C-2");

        vault.load(EnvelopeChange.of(3, "customers", "t", null, null));
        assertThat(vault.query(OPEN)).isEmpty();

        vault.load(customer(4, "c", "1", "C-1"));
        assertThat(vault.query(OPEN)).as("it has been there all the time").containsExactly("O-2 C-1");
    }

    @Test
    void changeOfAReferredRowThatDoesNotConcernTheReferenceTouchesNoLink() throws SQLException {
        vault.load(customer(1, "c", "1", "C-1"), order(1, "c", "1", "O-1", "1"));
        vault.load(EnvelopeChange.of(
                2, "customers", "u", row("id", "1"), row("id", "1", "customer_no", "C-1", "name", "new")));

        assertThat(vault.query("select count(*) from eff_order_customer")).containsExactly("1");
        assertThat(vault.query("select count(*) from sat_customer")).containsExactly("2");
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 120", "3, 120", "4, 200", "5, 200", "6, 300"})
    void linksAreTheSourcesTablesJoinedAtEachCommitWhereverBatchesAreCut(long seed, int transactions)
            throws SQLException {
        ReferenceHistory history = new ReferenceHistory(seed, false);
        Random cuts = new Random(seed);
        for (int i = 0; i < transactions; i++) {
            history.transact();
            if (history.isSnapshotDue()) {
                load(history.taken(), false);
                List<RowChange> snapshot = history.snapshot();
                int cut = cuts.nextInt(snapshot.size() + 1);
                load(snapshot.subList(0, cut), false);
                vault.load(snapshot.subList(Math.min(cut, snapshot.size() - 1), snapshot.size()), true);
            } else if (cuts.nextInt(4) == 0) {
                load(history.taken(), false);
            }
        }
        load(history.taken(), false);

        assertThat(vault.letters()).isEmpty();
        assertEqual(history);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void linksAreAsIfReferredRowsHadNeverWaitedAsDeadLetters(long seed) throws SQLException {
        ReferenceHistory history = new ReferenceHistory(seed, true);
        Random cuts = new Random(seed);
        for (int i = 0; i < 80; i++) {
            history.transact();
            if (cuts.nextInt(3) == 0) {
                load(history.taken(), false);
            }
        }
        load(history.taken(), false);
        assertThat(vault.letters()).isNotEmpty();

        vault.execute(
                "drop view \"Orders Vault\".sat_customer_current, \"Orders Vault\".sat_customer_history cascade",
                "alter table \"Orders Vault\".sat_customer alter name type text");
        try (DeadLetters letters = new ModelVault(vault.dwh(), MODEL.replace("varchar(4)", "text")).deadLetters()) {
            while (!letters.list(false).isEmpty()) {
                assertThat(letters.retry(letters.list(false).get(0))).isEmpty();
            }
        }

        assertEqual(history);
    }

    private static void load(List<RowChange> changes, boolean endsSnapshot) {
        if (!changes.isEmpty()) {
            vault.load(changes, endsSnapshot);
        }
    }

    private static void assertEqual(ReferenceHistory history) throws SQLException {
        for (ReferenceHistory.Joined link : ReferenceHistory.Joined.values()) {
            assertThat(vault.query(link.events())).as(link.name()).containsExactlyElementsOf(history.events(link));
            assertThat(vault.query(link.links())).as(link.name()).containsExactlyElementsOf(history.links(link));
            assertThat(history.events(link)).hasSizeGreaterThan(5);
        }
    }

    private static RowChange customer(long transaction, String operation, String id, String number) {
        return EnvelopeChange.of(
                transaction, "customers", operation, row("id", id), row("id", id, "customer_no", number, "name", "a"));
    }

    private static RowChange order(long transaction, String operation, String id, String number, String customer) {
        return EnvelopeChange.of(
                transaction,
                "orders",
                operation,
                row("id", id),
                row("id", id, "order_no", number, "customer_id", customer, "payer_id", null, "clerk_id", null));
    }

    private static RowChange deletion(long transaction, String table, String id) {
        return EnvelopeChange.of(transaction, table, "d", row("id", id), row("id", id));
    }
}
