package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.airline.traffic.Traffic;
import io.cdcvault.airline.traffic.TrafficPlan;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables read again while streaming continues: what the vault had wrong or never had is right, and nothing else
 * differs.
 */
@SuppressWarnings("NullAway.Init") // Before the first test.
final class SnapshotIT {

    private static final String ONE_TABLE =
            """
            model: shop
            vault: {schema: shop_vault, hash: automate-dv, record_source: shop}
            hubs:
              hub_customer: {business_key: {customer_id: integer}}
              hub_place: {business_key: {region: integer, town: text, street: integer}}
            satellites:
              sat_customer: {of: hub_customer, attributes: {name: text}}
              sat_place: {of: hub_place, attributes: {note: text}}
            sources:
              shop.place:
                hubs: {hub_place: {region: region, town: town, street: street}}
                satellites: [sat_place]
              shop.customer:
                hubs: {hub_customer: {customer_id: id}}
                satellites: [sat_customer]
            """;

    private static final String TWO_TABLES =
            """
            model: shop
            vault: {schema: shop_vault, hash: automate-dv, record_source: shop}
            hubs:
              hub_customer: {business_key: {customer_id: integer}}
              hub_place: {business_key: {region: integer, town: text, street: integer}}
              hub_invoice: {business_key: {invoice_id: integer}}
            links:
              lnk_invoice_customer: {hubs: {invoice: hub_invoice, customer: hub_customer}, driving: [invoice]}
            satellites:
              sat_customer: {of: hub_customer, attributes: {name: text}}
              sat_invoice: {of: hub_invoice, attributes: {note: text, amount: numeric}}
              sat_place: {of: hub_place, attributes: {note: text}}
            sources:
              shop.place:
                hubs: {hub_place: {region: region, town: town, street: street}}
                satellites: [sat_place]
              shop.customer:
                hubs: {hub_customer: {customer_id: id}}
                satellites: [sat_customer]
              shop.invoice:
                hubs: {hub_invoice: {invoice_id: id}, hub_customer: {customer_id: customer_id}}
                links: [lnk_invoice_customer]
                satellites: [sat_invoice]
            """;

    private static LocalStack stack;

    /** A service with a slot and a vault of its own. */
    enum Feed {
        THROUGH_KAFKA,
        DIRECT;

        private String place(String purpose) {
            return purpose + "_" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @BeforeAll
    static void startTheMaster() throws SQLException {
        stack = LocalStack.temporary();
        try (Connection master = stack.master().connect()) {
            new DemoData(2_000, 17).loadIfMissing(master);
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource
    void damagedTablesAreRightAfterASnapshotThatWasKilledWhileTheyAreWrittenTo(Feed feed) throws Exception {
        Installation installation = new Installation(feed, feed.place("damaged"), List.of());
        ServiceProcess service = installation.start();
        installation.road().awaitEqual(service);
        service.kill();
        damage(installation);
        Traffic traffic = new Traffic(
                stack.master().jdbcUrl() + "?user=" + stack.master().user(),
                TrafficPlan.endless(feed.name().length(), 4).at(25));
        CompletableFuture<Void> playing = CompletableFuture.runAsync(traffic::play);
        try {
            ServiceProcess victim = installation.start("-Dcdcvault.halt-at=in-table-snapshot:250");
            installation.command(0, "snapshot", "--no-wait", "bookings", "tickets", "boarding_passes", "flights");
            assertThat(victim.exitCode()).as(victim.output()).isEqualTo(137);
            service = installation.start();

            installation.command(0, "snapshot", "bookings", "tickets", "boarding_passes", "flights");

            installation.command(0, "verify");
        } finally {
            traffic.stop();
            playing.join();
        }
        installation.road().awaitEqual(service);
        assertThat(installation.road().inVault("select count(*) from cdc_vault.snapshot_row"))
                .containsExactly("0");
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void tableNewToTheModelIsFilledAndRowsWithNullInTheirIdentityStayLive(Feed feed) throws Exception {
        String place = feed.place("grown");
        Path model = Files.createTempFile(stack.directory(), "shop", ".yaml");
        Files.writeString(model, ONE_TABLE);
        createShop(place);
        Installation installation = new Installation(feed, place, List.of("--set", "model=" + model));
        ServiceProcess service = installation.start();
        awaitRows(
                installation,
                service,
                "select (select count(*) from shop_vault.sat_customer) + (select count(*) from shop_vault.sat_place)",
                "810");
        service.kill();
        onMaster(
                "alter publication " + place + " add table shop.invoice",
                "update shop.invoice set amount = amount + 1 where id % 100 = 0",
                "delete from shop.invoice where id % 100 = 1");
        Files.writeString(model, TWO_TABLES);
        service = installation.start();
        // They wait for what the log left out of them, until the service has read the new table by itself.
        awaitRows(installation, service, "select count(distinct row_key) from cdc_vault.dead_letter", "5");
        assertThat(service.output()).doesNotContain("dropped and created again");

        installation.command(0, "snapshot", "shop.invoice", "shop.place");

        onMaster("update shop.invoice set amount = amount + 1 where id % 100 = 2");
        installation.command(0, "verify");
        assertThat(installation
                        .road()
                        .inVault("select count(*) from shop_vault.sat_invoice_current where length(note) = 64000"))
                .containsExactly("495");
        assertThat(installation.road().inVault("select count(*) from shop_vault.sat_place_current where is_live"))
                .containsExactly("800");
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    @Test
    void roleThatMayReadOnlyWhatIsPublishedCapturesIt() throws Exception {
        String place = "columns_only";
        Path model = Files.createTempFile(stack.directory(), "narrow", ".yaml");
        Files.writeString(model, ONE_TABLE);
        createShop(place);
        onMaster(
                "alter table shop.customer add column secret text default 'never leaves'",
                "create publication " + place
                        + " for table only shop.customer (id, name), only shop.place with (publish_via_partition_root)",
                "create role columns_only login replication password 'narrow'",
                "grant usage on schema shop to columns_only",
                "grant select (id, name) on shop.customer to columns_only",
                "grant select on shop.place to columns_only");
        Installation installation = new Installation(
                Feed.DIRECT,
                place,
                List.of(
                        "--set", "model=" + model,
                        "--set", "source.user=columns_only",
                        "--set", "source.password=narrow"));
        installation.command(0, "doctor");
        ServiceProcess service = installation.start();
        onMaster("update shop.customer set name = 'another' where id = 1");
        awaitRows(
                installation,
                service,
                "select count(*), count(*) filter (where name = 'another') from shop_vault.sat_customer_current"
                        + " where is_live",
                "10 1");
        installation.command(0, "snapshot", "shop.customer");
        installation.command(0, "verify");

        onMaster("revoke select (name) on shop.customer from columns_only");
        installation.command(4, "doctor");
        service.kill();
    }

    /** A row's key at the source is not its key in the vault, and has a name and values that need care. */
    private static final String ITEMS =
            """
            model: items
            vault: {schema: item_vault, hash: exact, record_source: part}
            hubs:
              hub_item: {business_key: {item_no: text}}
              hub_owner: {business_key: {owner: text}}
            links:
              lnk_item_owner: {hubs: {item: hub_item, owner: hub_owner}, driving: [item]}
            satellites:
              sat_item: {of: hub_item, attributes: {company: integer, "it,em": char(6), note: text}}
            sources:
              part.item:
                hubs: {hub_item: {item_no: item_no}, hub_owner: {owner: owner}}
                links: [lnk_item_owner]
                satellites: [sat_item]
            """;

    @ParameterizedTest
    @EnumSource
    void someRowsAreReadAgainAndNoOthersAreTouchedThoughItIsKilledMeanwhile(Feed feed) throws Exception {
        String place = feed.place("part");
        Path model = Files.createTempFile(stack.directory(), "items", ".yaml");
        Files.writeString(model, ITEMS);
        onMaster(
                "drop schema if exists part cascade",
                "create schema part",
                "create table part.item (\"it,em\" char(6), company integer, item_no text unique, owner text, note text,"
                        + " primary key (company, \"it,em\"))",
                "insert into part.item select 'i,' || n, n % 2, 'no ' || n, 'owner ' || n % 7, 'note ' || n"
                        + " from generate_series(1, 900) n",
                "drop publication if exists " + place);
        Installation installation = new Installation(feed, place, List.of("--set", "model=" + model));
        ServiceProcess service = installation.start();
        awaitRows(installation, service, "select count(*) from item_vault.sat_item", "900");
        service.kill();
        damageItems(installation);
        ServiceProcess victim = installation.start("-Dcdcvault.halt-at=in-table-snapshot:250");

        // Keys 1 to 400: those that are not at the source any more, and one that never was.
        StringBuilder keys = new StringBuilder("\"it,em\",company\n");
        for (int n = 1; n <= 400; n++) {
            keys.append("\"i,").append(n).append("\",").append(n % 2).append('\n');
        }
        keys.append("\"gone \"\"\",5\nnever,6\n");
        Path file = Files.writeString(Files.createTempFile(stack.directory(), "keys", ".csv"), keys);
        installation.command(0, "snapshot", "--no-wait", "--keys", file.toString(), "part.item");
        assertThat(victim.exitCode()).as(victim.output()).isEqualTo(137);
        service = installation.start();
        installation.command(0, "snapshot", "--where", "right(item_no, 2) = '77' and note not like '%;%'", "item");
        installation.command(2, "snapshot", "--where", "no_such_column = 1", "item");
        installation.command(2, "snapshot", "--where", "true) or (true", "item");

        assertThat(
                        installation
                                .road()
                                .inVault(
                                        "select string_agg(item_no, ',' order by item_no) from item_vault.hub_item"
                                                + " join item_vault.sat_item_current using (item_hk) where note is null or not is_live"))
                .as("damaged rows that were neither listed nor matched stay, and what was never there is not closed")
                .containsExactly("alone,gone,no 450,no 500");
        assertThat(installation
                        .road()
                        .inVault(
                                "select item_no, status from item_vault.sts_item join item_vault.hub_item using (item_hk)"
                                        + " where item_no in ('gone', 'alone') order by sts_item.load_dts"))
                .containsExactly("gone C", "alone C", "gone D");
        assertThat(installation
                        .road()
                        .inVault("select count(*) from cdc_vault.table_snapshot where finished_at is null"))
                .containsExactly("0");
        assertThat(installation.road().inVault("select count(*) from cdc_vault.snapshot_key"))
                .containsExactly("0");
        assertThat(installation.road().inVault("select gap from cdc_vault.source_table"))
                .as("a gap is closed by nothing but a snapshot of the whole table")
                .containsExactly("a gap");
        installation.command(0, "snapshot", "item");
        try (Connection vault = stack.dwh().connect(place);
                Statement statement = vault.createStatement()) {
            // Their hashes are those of other values, which a repair leaves in the history.
            statement.execute("delete from item_vault.sat_item where note is null");
        }
        installation.command(0, "verify");
        assertThat(service.terminate()).as(service.output()).isZero();
    }

    /** Some rows lack their note, are closed, or are in the vault alone. */
    private static void damageItems(Installation installation) throws SQLException {
        try (Connection vault = stack.dwh().connect(installation.place);
                Statement statement = vault.createStatement()) {
            for (String sql : List.of(
                    "update item_vault.sat_item set note = null where company = 0 and right(\"it,em\", 3) in ('50', '00',"
                            + " '77') or \"it,em\" in ('i,50', 'i,77', 'i,100', 'i,377', 'i,577', 'i,450', 'i,500')",
                    "insert into item_vault.sts_item select item_hk, load_dts + interval '1 us', 'D', src_lsn"
                            + " from item_vault.sat_item where \"it,em\" in ('i,7', 'i,677')",
                    alone("gone", 5, "gone \""),
                    alone("alone", 7, "x"),
                    "update cdc_vault.source_table set gap = 'a gap', gap_at = now(), repair = 1")) {
                statement.execute(sql);
            }
        }
    }

    private static String alone(String number, int company, String item) {
        String key = "item_vault.hub_item_hk('" + number + "')";
        return "insert into item_vault.hub_item values (" + key + ", '" + number + "', now(), 'x');"
                + " insert into item_vault.sts_item values (" + key + ", now() - interval '" + (10 - company)
                + " minutes', 'C', '0/1');"
                + " insert into item_vault.sat_item (item_hk, load_dts, hash_diff, rec_src, src_lsn, company, \"it,em\")"
                + " values (" + key + ", now(), '', 'x', '0/1', " + company + ", '" + item + "')";
    }

    private static void createShop(String publication) throws SQLException {
        onMaster(
                "create schema if not exists shop",
                "drop table if exists shop.customer, shop.invoice, shop.place",
                "create table shop.customer (id int primary key, name text)",
                "create table shop.invoice (id int primary key, customer_id int, note text, amount numeric)",
                "alter table shop.invoice alter column note set storage external",
                "insert into shop.customer select n, 'customer ' || n from generate_series(1, 10) n",
                "insert into shop.invoice select n, n % 10 + 1, repeat(md5(n::text), 2000), n"
                        + " from generate_series(1, 500) n",
                "create table shop.place (region int, town text, street int not null, note text)",
                "alter table shop.place replica identity full",
                // Of each pattern of NULLs more than a chunk, and no two rows are the same.
                "insert into shop.place select case when n % 4 in (0, 1) then n / 40 end,"
                        + " case when n % 4 in (0, 2) then 'town ' || n / 8 % 5 end, n, 'note ' || n"
                        + " from generate_series(1, 800) n",
                "drop publication if exists " + publication);
    }

    /** Rows that are missing, differ, are closed and should not be, are open and should not be. */
    private static void damage(Installation installation) throws SQLException {
        try (Connection vault = stack.dwh().connect(installation.place);
                Statement statement = vault.createStatement()) {
            for (String sql : List.of(
                    "delete from vault.sat_booking where booking_hk < '\\x40'",
                    "delete from vault.sts_booking where booking_hk < '\\x20'",
                    // No flight is ever deleted: what the source does not have any more, nothing brings back.
                    "delete from vault.hub_flight where flight_hk < '\\x10'",
                    wrong("sat_booking", "booking_hk", "hash_diff, book_date, total_amount"),
                    "insert into vault.sts_booking select booking_hk, max(load_dts) + interval '1 us', 'D', max(src_lsn)"
                            + " from vault.sts_booking where booking_hk between '\\x80' and '\\x90' group by 1",
                    "insert into vault.hub_booking values (decode(md5('GONE!!'), 'hex'), 'GONE!!', now(), 'x')",
                    "insert into vault.sts_booking values (decode(md5('GONE!!'), 'hex'), '2020-01-01', 'C', '0/1')",
                    "delete from vault.eff_ticket_include_booking where driving_hk < '\\x40'",
                    "delete from vault.sat_boarding where true",
                    wrong(
                            "sat_flight",
                            "flight_hk",
                            "hash_diff, flight_no, scheduled_departure, scheduled_arrival, status, actual_departure,"
                                    + " actual_arrival"))) {
                statement.execute(sql);
            }
        }
    }

    /** Some rows hold what another one does. */
    private static String wrong(String satellite, String key, String columns) {
        return "update vault." + satellite + " set (" + columns + ") = (select " + columns + " from vault." + satellite
                + " order by " + key + " desc limit 1) where " + key + " > '\\xa0' and " + key + " in (select " + key
                + " from vault." + satellite + " group by 1 having count(*) = 1)";
    }

    private static void onMaster(String... statements) throws SQLException {
        new Road(stack).onMaster(statements);
    }

    private static void awaitRows(Installation installation, ServiceProcess service, String query, String rows) {
        if (!Await.within(
                Duration.ofSeconds(60), () -> rows(installation, query).equals(List.of(rows)))) {
            throw new AssertionError(query + ": " + rows(installation, query) + "\n" + service.output());
        }
    }

    private static List<String> rows(Installation installation, String query) {
        try {
            return installation.road().inVault(query);
        } catch (SQLException e) {
            // Before the first load there is no vault.
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** One of several on the stack. */
    private static final class Installation {

        private final String place;
        private final Path configuration;
        private final List<String> settings;
        private @Nullable ServiceProcess service;

        Installation(Feed feed, String place, List<String> more) throws SQLException, IOException {
            this.place = place;
            this.configuration = ServiceProcess.sparseConfiguration(stack, feed == Feed.THROUGH_KAFKA);
            stack.dwh().createDatabase(place);
            settings = new ArrayList<>(List.of(
                    "--set", "name=" + place,
                    "--set", "topic-prefix=" + place,
                    "--set", "source.slot=" + place,
                    "--set", "source.publication=" + place,
                    "--set", "warehouse.url=" + stack.dwh().jdbcUrl(place),
                    "--set", "capture.max-batch-size=150"));
            settings.addAll(more);
        }

        ServiceProcess start(String... jvmOptions) {
            service = ServiceProcess.start(List.of(jvmOptions), configuration, arguments(List.of("run")));
            return service;
        }

        void command(int expected, String... command) throws InterruptedException {
            ServiceProcess process = ServiceProcess.start(List.of(), configuration, arguments(List.of(command)));
            boolean ended = Await.within(Duration.ofSeconds(60), () -> !process.isAlive());
            String said = process.output() + (service == null ? "" : service.output());
            assertThat(ended).as(said).isTrue();
            assertThat(process.exitCode()).as(said).isEqualTo(expected);
        }

        Road road() {
            return new Road(stack, place);
        }

        private String[] arguments(List<String> command) {
            List<String> all = new ArrayList<>(command);
            all.addAll(settings);
            return all.toArray(String[]::new);
        }
    }
}
