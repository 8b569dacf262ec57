package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.database.Sessions;
import io.cdcvault.feed.ChangeBatch;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.load.VaultLoader;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.time.Time;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names that are long, alike, or like those that are made of them. */
@ExtendWith(LocalStackExtension.class)
final class NamesIT {

    private static final String SCHEMA = "regional_sales_reporting_and_forecasting";
    private static final String LONG = "l".repeat(60);

    @Test
    void rowsOfTablesWithLongNamesStayApart(LocalStack stack) throws Exception {
        OrdersVault vault = vault(
                stack,
                """
                model: names
                vault: {schema: "Orders Vault", record_source: names}
                hubs:
                  hub_old: {business_key: {id: integer}}
                  hub_new: {business_key: {id: integer}}
                satellites:
                  sat_old: {of: hub_old, attributes: {note: text}}
                  sat_new: {of: hub_new, attributes: {note: text}}
                sources:
                  %1$s.orders_of_customers_2025:
                    hubs: {hub_old: {id: id}}
                    satellites: [sat_old]
                  %1$s.orders_of_customers_2026:
                    hubs: {hub_new: {id: id}}
                    satellites: [sat_new]
                """
                        .formatted(SCHEMA));

        load(
                vault,
                change(new TableName(SCHEMA, "orders_of_customers_2025"), Map.of("id", "1", "note", "from 2025")),
                change(new TableName(SCHEMA, "orders_of_customers_2026"), Map.of("id", "2", "note", "from 2026")));

        assertThat(vault.texts("select id::text from \"Orders Vault\".hub_old")).containsExactly("1");
        assertThat(vault.texts("select id::text from \"Orders Vault\".hub_new")).containsExactly("2");
    }

    @Test
    void columnsAndRolesOfAnyNameAreLoadedEachIntoItsOwn(LocalStack stack) throws Exception {
        OrdersVault vault = vault(
                stack,
                """
                model: names
                vault: {schema: "Orders Vault", record_source: names}
                hubs:
                  hub_thing: {business_key: {id: integer}}
                links:
                  lnk_pair:
                    hubs: {thing: hub_thing, %1$sa: hub_thing, %1$sb: hub_thing}
                    driving: [thing]
                satellites:
                  sat_thing:
                    of: hub_thing
                    attributes: {a: text, b: text, c: text, d: text, e: text, f: text}
                sources:
                  s.things:
                    row: hub_thing
                    hubs:
                      hub_thing: {id: id}
                      hub_thing as %1$sa: {id: one}
                      hub_thing as %1$sb: {id: other}
                    links: {lnk_pair: {thing: hub_thing, %1$sa: %1$sa, %1$sb: %1$sb}}
                    satellites:
                      sat_thing of hub_thing:
                        {a: "%1$saa", b: "%1$sab", c: "#seq", d: "hub_thing#key", e: "x \\"%%. ü", f: "_seq"}
                """
                        .formatted("l".repeat(55)));
        Map<String, String> row = new HashMap<>(Map.of("id", "1", "one", "2", "other", "3"));
        row.put("l".repeat(55) + "aa", "A");
        row.put("l".repeat(55) + "ab", "B");
        row.put("#seq", "C");
        row.put("hub_thing#key", "D");
        row.put("x \"%. ü", "E");
        row.put("_seq", "F");

        load(vault, change(new TableName("s", "things"), row));

        assertThat(vault.texts("select a || b || c || d || e || f from \"Orders Vault\".sat_thing"))
                .containsExactly("ABCDEF");
        assertThat(vault.texts("select id::text from \"Orders Vault\".hub_thing order by id"))
                .containsExactly("1", "2", "3");
    }

    /** What the vault makes beside them would be called the same. */
    @Test
    void columnsAndLinksThatAreCalledLikeTheVaultsOwnAreLoaded(LocalStack stack) throws Exception {
        OrdersVault vault = vault(
                stack,
                """
                model: names
                vault: {schema: "Orders Vault", record_source: names}
                hubs:
                  hub_person: {business_key: {person_hk: integer}}
                links:
                  lnk_boss: {hubs: {person: hub_person, boss: hub_person}, driving: [person]}
                satellites:
                  sat_person: {of: hub_person, attributes: {load_dts: text, is_live: text, hash_diff: text, status: text}}
                  sat_boss: {of: lnk_boss, attributes: {src_lsn: text}}
                sources:
                  s.people:
                    row: hub_person
                    hubs:
                      hub_person: {person_hk: id}
                      hub_person as boss: {person_hk: boss}
                    links: {lnk_boss: {person: hub_person, boss: boss}}
                    satellites: [sat_person, sat_boss]
                """);

        load(
                vault,
                change(
                        new TableName("s", "people"),
                        Map.of(
                                "id",
                                "1",
                                "boss",
                                "2",
                                "load_dts",
                                "l",
                                "is_live",
                                "i",
                                "hash_diff",
                                "h",
                                "status",
                                "s",
                                "src_lsn",
                                "n")));

        assertThat(vault.texts(
                        "select person_person_hk || person_load_dts || person_is_live || person_hash_diff || status"
                                + " || is_live from \"Orders Vault\".sat_person_current"
                                + " join \"Orders Vault\".hub_person using (person_hk)"))
                .containsExactly("1lihstrue");
        assertThat(vault.texts(
                        "select boss.person_person_hk || boss_src_lsn from \"Orders Vault\".lnk_boss_current link"
                                + " join \"Orders Vault\".sat_boss_current using (lnk_boss_hk)"
                                + " join \"Orders Vault\".hub_person boss on boss.person_hk = link.boss_hk"))
                .containsExactly("2n");
    }

    @Test
    void badValueOfATableWithALongNameIsParkedWithItsColumn(LocalStack stack) throws Exception {
        TableName table = new TableName(SCHEMA, "orders_of_customers_2025");
        OrdersVault vault = vault(
                stack,
                """
                model: names
                vault: {schema: "Orders Vault", record_source: names}
                hubs:
                  hub_old: {business_key: {id: integer}}
                satellites:
                  sat_old: {of: hub_old, attributes: {note: integer}}
                sources:
                  %s:
                    hubs: {hub_old: {id: id}}
                    satellites: [sat_old]
                """
                        .formatted(table));

        load(vault, change(table, Map.of("id", "1", "note", "x")), change(table, Map.of("id", "2", "note", "2")));

        try (DeadLetters letters = vault.deadLetters()) {
            assertThat(letters.list(false))
                    .extracting(DeadLetter::reason)
                    .containsExactly("invalid input syntax for type integer: \"x\" (column note)");
        }
        assertThat(vault.texts("select note::text from \"Orders Vault\".sat_old"))
                .containsExactly("2");
    }

    /** PostgreSQL's limit for a table is 1,600 columns, those of the vault included. */
    @Test
    void satelliteOfAsManyColumnsAsATableMayHaveIsLoadedAndItsLettersAreListed(LocalStack stack) throws Exception {
        List<String> columns =
                IntStream.rangeClosed(1, 1_590).mapToObj(n -> "c" + n).toList();
        TableName table = new TableName("s", "wide");
        OrdersVault vault = vault(
                stack,
                """
                model: names
                vault: {schema: "Orders Vault", record_source: names}
                hubs:
                  hub_wide: {business_key: {id: integer}}
                satellites:
                  sat_wide: {of: hub_wide, attributes: {%s}}
                sources:
                  s.wide:
                    hubs: {hub_wide: {id: id}}
                    satellites: [sat_wide]
                """
                        .formatted(
                                columns.stream().map(name -> name + ": integer").collect(Collectors.joining(", "))));
        Map<String, String> row = new HashMap<>(Map.of("id", "1"));
        columns.forEach(column -> row.put(column, column.substring(1)));
        Map<String, String> bad = new HashMap<>(row);
        bad.putAll(Map.of("id", "2", "c1590", "x"));

        load(vault, change(table, row), change(table, bad));

        assertThat(vault.texts("select c1590::text from \"Orders Vault\".sat_wide"))
                .containsExactly("1590");
        try (DeadLetters letters = vault.deadLetters()) {
            assertThat(letters.list(false))
                    .extracting(DeadLetter::reason)
                    .containsExactly("invalid input syntax for type integer: \"x\" (column c1590)");
        }
    }

    @Test
    void sessionsOfTwoInstallationsAreToldApart() {
        assertThat(Sessions.name("loader", LONG + "a"))
                .isNotEqualTo(Sessions.name("loader", LONG + "b"))
                .hasSizeLessThan(64);
    }

    private static OrdersVault vault(LocalStack stack, String yaml) throws SQLException {
        OrdersVault vault = new OrdersVault(stack.dwh(), ModelReader.read(yaml, "names.yaml"));
        vault.recreate();
        return vault;
    }

    private static RowChange change(TableName table, Map<String, String> row) {
        Origin origin = new Origin(null, new byte[0], new Place("test@", 1));
        return new RowChange(
                table,
                Operation.CREATE,
                new RowImage(row),
                new TransactionStamp(1, 1),
                Optional.of(new Lsn(1)),
                1,
                origin);
    }

    private static void load(OrdersVault vault, RowChange... changes) {
        try (VaultLoader loader = new VaultLoader(
                Warehouse.connect(vault.settings()), vault.feed(), vault.plans(), OrdersVault.PARKING, Time.system())) {
            loader.load(new ChangeBatch(
                    List.of(changes), Optional.of(new Checkpoint("{}", changes[0].stamp(), new Lsn(1), 1, 1, false))));
        }
    }
}
