package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.EnvelopeReader;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys that pass from row to row, as the master's log tells it. */
@ExtendWith(LocalStackExtension.class)
final class HandoverIT {

    private static OrdersVault vault;

    @BeforeAll
    static void prepare(LocalStack stack) {
        vault = OrdersVault.of(stack.dwh(), yaml -> yaml);
    }

    @BeforeEach
    void recreate() throws Exception {
        vault.recreate();
    }

    /** {@code update orders set id = id + 1} under replica identity full and a deferrable primary key. */
    @Test
    void shiftedKeysLiveAsAtCommit() throws Exception {
        List<RowChange> shift = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            shift.add(deleted("orders", order(id, "guest " + id), key(id), 2));
            shift.add(created("orders", order(id + 1, "guest " + id), key(id + 1), 2));
        }
        load(List.of(
                created("orders", order(1, "guest 1"), key(1), 1),
                created("orders", order(2, "guest 2"), key(2), 1),
                created("orders", order(3, "guest 3"), key(3), 1)));

        load(shift);

        assertThat(live("sts_order")).containsExactly("2", "3", "4");
        assertThat(newestTexts("sat_order", "status")).containsExactly("2 guest 1", "3 guest 2", "4 guest 3");
    }

    /** The log of an update tells the member's id and the new code, and nothing of the code before. */
    @Test
    void businessKeyThatChangesUnderAnIdentityWithoutItEndsThePreviousOne() throws Exception {
        load(List.of(created("member", member(1, "\"A\""), key(1), 1)));

        load(List.of(updated(member(1, "\"B\""), key(1), 2)));

        assertThat(live("sts_member")).containsExactly("B");
        assertThat(letters()).isEmpty();
    }

    @Test
    void businessKeyThatBecomesEmptyEndsThePreviousOne() throws Exception {
        load(List.of(created("member", member(1, "\"A\""), key(1), 1)));

        load(List.of(updated(member(1, "null"), key(1), 2), updated(member(2, "null"), key(2), 2)));

        assertThat(live("sts_member")).isEmpty();
        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsExactly("Its business key is empty: code", "Its business key is empty: code");
    }

    @Test
    void planSaysWhetherRowsCanBeFollowedByAnIdentity() {
        Map<String, LoadPlan> plans = new HashMap<>();
        vault.plans().forEach(plan -> plans.put(plan.table().table(), plan));

        assertThat(plans.get("orders").followsRowsBy(Set.of("id"))).isTrue();
        assertThat(plans.get("member").followsRowsBy(Set.of("id"))).isTrue();
        assertThat(plans.get("member").followsRowsBy(Set.of("badge"))).isFalse();
    }

    private static void load(List<RowChange> changes) {
        try (VaultLoader loader = new VaultLoader(
                Warehouse.connect(vault.settings()), vault.feed(), vault.plans(), OrdersVault.PARKING, Time.system())) {
            TransactionStamp stamp = changes.get(0).stamp();
            loader.load(new ChangeBatch(
                    changes,
                    Optional.of(
                            new Checkpoint("{}", stamp, new Lsn(stamp.number().value()), 1, 1, false))));
        }
    }

    private static List<DeadLetter> letters() {
        try (DeadLetters letters = vault.deadLetters()) {
            return letters.list(false);
        }
    }

    private static List<String> live(String status) throws Exception {
        boolean isMember = status.equals("sts_member");
        String hub = isMember ? "hub_member" : "hub_order";
        String hash = isMember ? "member_hk" : "order_hk";
        return vault.texts("select h." + (isMember ? "code" : "order_id") + "::text from \"Orders Vault\"." + hub
                + " h where (select s.status from \"Orders Vault\"." + status + " s where s." + hash + " = h." + hash
                + " order by load_dts desc limit 1) = 'C' order by 1");
    }

    private static List<String> newestTexts(String satellite, String column) throws Exception {
        return vault.texts("select distinct on (h.order_id) h.order_id || ' ' || s." + column
                + " from \"Orders Vault\".hub_order h join \"Orders Vault\"." + satellite
                + " s using (order_hk) where h.order_id > 1 order by h.order_id, s.load_dts desc");
    }

    private static String order(int id, String status) {
        return "{\"id\":" + id + ",\"customer_id\":1,\"status\":\"" + status + "\"}";
    }

    private static String member(int id, String code) {
        return "{\"id\":" + id + ",\"code\":" + code + ",\"label\":\"a\"}";
    }

    private static String key(int id) {
        return "{\"id\":" + id + "}";
    }

    private static RowChange created(String table, String row, String key, int transaction) {
        return change(table, "c", "\"after\":" + row, key, transaction);
    }

    private static RowChange deleted(String table, String row, String key, int transaction) {
        return change(table, "d", "\"before\":" + row, key, transaction);
    }

    private static RowChange updated(String row, String key, int transaction) {
        return change("member", "u", "\"after\":" + row, key, transaction);
    }

    private static RowChange change(String table, String operation, String image, String key, int transaction) {
        String envelope = "{" + image + ",\"op\":\"" + operation + "\",\"source\":{\"schema\":\"shop\",\"table\":\""
                + table + "\"}}";
        Origin origin = new Origin(
                key.getBytes(StandardCharsets.UTF_8),
                envelope.getBytes(StandardCharsets.UTF_8),
                new Place("test@", transaction));
        try {
            return new EnvelopeReader()
                    .read(origin, new TransactionStamp(transaction, transaction), Optional.of(new Lsn(transaction)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
