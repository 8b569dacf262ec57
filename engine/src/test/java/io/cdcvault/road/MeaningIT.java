package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A vault that means more than its source's columns: constants, expressions, row filters, and keys that stand in other
 * rows. It is loaded by a service through Kafka, by one without, and by a group of loaders.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MeaningIT {

    private static final String MODEL =
            """
            model: meaning
            vault: {hash: exact, record_source: meaning}
            hubs:
              hub_steady:   {business_key: {id: integer}}
              hub_customer: {business_key: {customer_no: text, bkcc: char(3)}}
              hub_purchase: {business_key: {order_no: text}}
              hub_region:   {business_key: {region: text}}
              hub_item:     {business_key: {item_no: text}}
            links:
              lnk_purchase_customer: {hubs: {purchase: hub_purchase, customer: hub_customer}, driving: [purchase]}
              lnk_purchase_region:   {hubs: {purchase: hub_purchase, region: hub_region}, driving: [purchase]}
            satellites:
              sat_steady: {of: hub_steady, attributes: {v: text}}
              sat_customer: {of: hub_customer, attributes: {id: integer, name: text}}
              sat_item: {of: hub_item, attributes: {note: text}}
              sat_purchase:
                of: hub_purchase
                attributes: {id: bigint, customer_id: bigint, total: "numeric(12,2)", share: numeric, origin: text}
            sources:
              public.steady: {hubs: {hub_steady: {id: id}}, satellites: [sat_steady]}
              public.customer:
                where: {sql: "name not like '%out'", columns: {name: text}}
                hubs: {hub_customer: {customer_no: customer_no, bkcc: {value: crm}}}
                satellites: [sat_customer]
              public.item:
                hubs: {hub_item: {item_no: {sql: "code || '-' || nr", columns: {code: text, nr: integer}}}}
                satellites: [sat_item]
              public.purchase:
                hubs:
                  hub_purchase: {order_no: order_no}
                  hub_region: {region: {sql: "split_part(code, '-', 1)", columns: {code: text}}}
                references: {hub_customer: {public.customer: {id: customer_id}}}
                links: [lnk_purchase_customer, lnk_purchase_region]
                satellites:
                  sat_purchase:
                    total: {sql: "price * quantity", columns: {price: numeric, quantity: integer}}
                    share: {sql: "100 / quantity", columns: {quantity: integer}}
                    origin: {value: "the 'web'"}
            """;

    private static LocalStack stack;
    private static Path model;
    private static List<Watched> services;

    @BeforeAll
    static void startBoth() throws Exception {
        stack = LocalStack.temporary();
        Watched.onMaster(
                stack,
                "create table steady (id int primary key, v text)",
                "create table customer (id int primary key, customer_no text not null unique, name text)",
                "create table purchase (id bigint primary key, order_no text not null unique, customer_id bigint,"
                        + " code text, price numeric(10,2), quantity integer not null)",
                "create table item (code char(3), nr integer, note text, secret text, primary key (nr, code))",
                "insert into item select 'abc', i, 'first' from generate_series(1, 9) as i",
                "insert into steady values (1, 'x')",
                "insert into customer select i, 'C-' || i, 'first' from generate_series(1, 5) as i",
                "insert into purchase select i, 'O-' || i, i % 7, 'EU-' || i, i, 1 + i % 3 from generate_series(1, 20) as i");
        model = Files.writeString(stack.directory().resolve("meaning.yaml"), MODEL);
        services = List.of(
                new Watched(stack, "meaning_kafka", true, model, List.of("steady")),
                new Watched(stack, "meaning_direct", false, model, List.of("steady")),
                new Watched(
                        stack,
                        "meaning_group",
                        true,
                        model,
                        List.of("steady"),
                        Map.of("kafka.partitions", "3"),
                        List.of("capture", "load", "load")));
        services.forEach(Watched::awaitEqualAndHealthy);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void vaultEqualsTheSourceThatIsWrittenToAndWhoseServicesAreKilled() throws Exception {
        assertEqual();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            Watched.onMaster(stack, change(random));
            if (i == 150 || i == 300) {
                services.forEach(each -> each.kill());
                services.forEach(Watched::start);
            }
        }

        assertEqual();
        List<String> joined = Watched.inSource(
                stack,
                "select order_no, customer_no from purchase join customer on customer.id = customer_id"
                        + " where name not like '%out' order by 1");
        for (Watched each : services) {
            assertThat(each.inVault("select order_no, customer_no from vault.lnk_purchase_customer_current"
                            + " join vault.hub_purchase using (purchase_hk) join vault.hub_customer using (customer_hk)"
                            + " order by 1"))
                    .isEqualTo(joined);
        }
    }

    @Test
    @Order(2)
    void replayMakesTheSameVault() throws Exception {
        for (Watched each : services) {
            Watched.Run some = each.run("snapshot", "customer", "--where", "id % 2 = 0 and name like 'in%'");
            assertThat(some.code()).as(some.output()).isZero();
        }

        Watched.Run replay = services.get(2).run("replay");

        assertThat(replay.output())
                .containsPattern("eff_purchase_customer +[\\d,]+ +[\\d,]+ +equal")
                .containsPattern("lnk_purchase_customer +[\\d,]+ +[\\d,]+ +equal");
    }

    @Test
    @Order(3)
    void damagedLinkIsFoundAndASnapshotOfItsTableRepairsIt() throws Exception {
        for (Watched each : services) {
            each.inWarehouse("delete from vault.eff_purchase_customer where ctid in (select e.ctid from"
                    + " vault.eff_purchase_customer as e where is_active and not exists (select from"
                    + " vault.eff_purchase_customer as later where later.purchase_customer_hk = e.purchase_customer_hk"
                    + " and later.load_dts > e.load_dts) limit 1)");
            assertThat(each.run("verify").output()).contains("lnk_purchase_customer");
            assertThat(each.run("snapshot", "public.purchase").code()).isZero();
        }
        assertEqual();
    }

    @Test
    @Order(4)
    void renamedColumnsAreFollowedByExpressionsAndReferences() throws Exception {
        Watched.onMaster(
                stack,
                "alter table purchase rename column customer_id to buyer_id",
                "alter table customer rename column id to number",
                "alter table purchase rename column price to unit_price",
                "update purchase set unit_price = 7 where order_no = 'O-3'",
                "insert into customer values (77, 'C-77', 'new')",
                "insert into purchase values (900, 'O-900', 77, 'US-1', 3, 2)");

        assertEqual();
        for (Watched each : services) {
            assertThat(each.inVault("select total, customer_no, region from vault.sat_purchase_current"
                            + " join vault.hub_purchase using (purchase_hk)"
                            + " join vault.lnk_purchase_customer_current using (purchase_hk)"
                            + " join vault.hub_customer using (customer_hk)"
                            + " join vault.lnk_purchase_region_current using (purchase_hk)"
                            + " join vault.hub_region using (region_hk) where order_no = 'O-900'"))
                    .containsExactly("6.00 C-77 US");
        }
    }

    @Test
    @Order(5)
    void modelIsCheckedAgainstBothDatabases() throws Exception {
        Watched.onMaster(stack, "alter table customer drop constraint customer_pkey");
        Files.writeString(
                model,
                MODEL.replace("100 / quantity", "100 / quantity + random()")
                        .replace("code || '-' || nr\", columns: {", "code || note || nr\", columns: {note: text, "));
        Watched each = services.get(1);

        String faults = each.run("model", "check").output();

        assertThat(faults)
                .contains("public.purchase computes (100 / quantity + random())", "not immutable")
                .contains("refers to public.customer by (number), which is not unique there")
                .contains("public.item has rows that the log distinguishes by", "and the model by (note, code, nr)");
        Files.writeString(model, MODEL);
        Watched.onMaster(stack, "alter table customer add primary key (number)");
        assertEqual();
    }

    /** The model calls a column as it was called when it was written. */
    @Test
    @Order(6)
    void anotherFilterReadsItsTableAgainByItself() throws Exception {
        Files.writeString(
                model,
                MODEL.replace("%out'", "%in'")
                        .replace(
                                "public.purchase:\n",
                                "public.purchase:\n    where: {sql: price < 7, columns: {price: numeric}}\n"));
        for (Watched each : services) {
            Watched.Run diff = each.run("model", "diff");
            assertThat(diff.output()).contains("public.customer", "has another row filter in the model");
            Watched.Run refused = each.run("model", "migrate");
            assertThat(refused.code()).as(refused.output()).isEqualTo(4);
            assertThat(refused.output()).contains("public.customer: where", "rows begin and end in the vault by it");
            Watched.Run migrate = each.run("model", "migrate", "--allow");
            assertThat(migrate.code()).as(migrate.output()).isZero();
        }
        Watched.onMaster(
                stack,
                "insert into customer values (78, 'C-78', 'not in'), (79, 'C-79', 'out')",
                "insert into purchase values (901, 'O-901', 78, 'US-1', 3, 2), (902, 'O-902', 79, 'US-1', 3, 2),"
                        + " (903, 'O-903', 79, 'US-1', 9, 2)",
                "update purchase set unit_price = 8 where order_no = 'O-900'");

        assertEqual();
        for (Watched each : services) {
            assertThat(each.inVault("select order_no from vault.sat_purchase_current join vault.hub_purchase"
                            + " using (purchase_hk) where is_live and order_no like 'O-90_' order by 1"))
                    .containsExactly("O-901", "O-902");
            assertThat(each.inVault("select order_no, customer_no from vault.lnk_purchase_customer_current"
                            + " join vault.hub_purchase using (purchase_hk) join vault.hub_customer using (customer_hk)"
                            + " where order_no like 'O-90_'"))
                    .containsExactly("O-902 C-79");
            assertThat(each.inVault(
                            "select count(*) from vault.sat_customer_current where is_live and name like '%in'"))
                    .containsExactly("0");
        }
    }

    @Test
    @Order(7)
    void columnThatThePublicationLeavesOutLeavesTheSourceInNoWay() throws Exception {
        for (Watched each : services) {
            Watched.onMaster(
                    stack,
                    "begin; alter publication " + each.place + " drop table item; alter publication " + each.place
                            + " add table only item (code, nr, note); commit");
        }
        Watched.onMaster(
                stack,
                "insert into item values ('xyz', 1000, 'seen', 'never leaves')",
                "update item set secret = 'never leaves', note = 'changed' where nr = 1");

        assertEqual();
        for (Watched each : services) {
            assertThat(each.run("snapshot", "item").code()).isZero();
        }
        assertEqual();
        assertThat(records("meaning_kafka.public.item")).contains("seen").doesNotContain("never leaves");
    }

    private static String records(String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", stack.broker().bootstrapServers(), "isolation.level", "read_committed");
        StringBuilder records = new StringBuilder();
        try (KafkaConsumer<byte[], String> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> records.append(record.value()));
            }
        }
        return records.toString();
    }

    private static void assertEqual() throws Exception {
        for (Watched each : services) {
            each.awaitEqualAndHealthy();
            Watched.Run verify = each.run("verify");
            assertThat(verify.code()).as(verify.output()).isZero();
            assertThat(verify.output()).contains("lnk_purchase_customer");
        }
    }

    private static String change(Random random) {
        int customer = 1 + random.nextInt(8);
        int purchase = 1 + random.nextInt(25);
        return switch (random.nextInt(12)) {
            case 9 -> "delete from item where nr = " + customer;
            case 10 ->
                "insert into item values ('de', " + customer + ", 'again') on conflict (nr, code) do update set note ="
                        + " item.note || 'x'";
            case 11 ->
                "update item set nr = (select max(nr) + 1 from item) where (nr, code) in (select nr, min(code) from item"
                        + " where nr = " + customer + " group by nr)";
            case 0 ->
                "update customer set customer_no = 'C-' || id || '-" + random.nextInt(3) + "' where id = " + customer;
            case 1 -> "delete from customer where id = " + customer;
            case 2 ->
                "insert into customer values (" + customer + ", 'C-" + customer + "', 'again') on conflict do nothing";
            case 3 ->
                "update customer set name = case when name like '%out' then 'in' else name || ' out' end where id = "
                        + customer;
            case 4 -> "delete from purchase where id = " + purchase;
            case 5 ->
                "with gone as (delete from customer where id = " + customer
                        + " returning id) update purchase set quantity = quantity + 1 where customer_id in (select id from gone)";
            case 6 -> "update purchase set customer_id = nullif(" + random.nextInt(9) + ", 0) where id = " + purchase;
            case 7 ->
                "update purchase set order_no = 'O-' || id || '-" + random.nextInt(3) + "' where id = " + purchase;
            default ->
                "insert into purchase values (" + purchase + ", 'O-" + purchase + "', " + customer
                        + ", 'EU-1', 2, 3) on conflict do nothing";
        };
    }
}
