package io.cdcvault.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.DriftLedger.Change;
import io.cdcvault.bookkeeping.DriftLedger.Entry;
import io.cdcvault.bookkeeping.DriftLedger.Memory;
import io.cdcvault.change.Lsn;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceWatchTest {

    private static final TableName ORDERS = new TableName("public", "orders");
    private static final Lsn WAL_END = new Lsn(500);

    private static final VaultModel MODEL = ModelReader.read(
            """
            model: m
            vault: {record_source: m}
            hubs: {hub_order: {business_key: {id: integer}}}
            satellites: {sat_order: {of: hub_order, attributes: {note: text}}}
            sources:
              public.orders: {hubs: {hub_order: {id: id}}, satellites: [sat_order]}
            """,
            "m.yaml");

    private static final String COLUMN =
            """
            {"number": "%s", "type": "text", "modifier": "-1", "version": "5", "generated": "", "published": true,
             "filled": %s}""";

    private final List<ColumnChange> news = new ArrayList<>();

    @Test
    void firstLookRemembersTheFacts() {
        Change change = follow(Map.of(), Facts.well());

        assertThat(news).isEmpty();
        assertThat(change.entries()).containsOnlyKeys(ORDERS);
        assertThat(entry(change).gap()).isEmpty();
    }

    @Test
    void newColumnIsFollowedWithoutReadingTheTableAgain() {
        Change change = follow(known(), with("color", 3, false));

        assertThat(news).containsExactly(new Added(ORDERS, "color", "sat_order", "color", "text"));
        assertThat(change.columns()).isEqualTo(news);
        assertThat(change.walEnd()).isEqualTo(WAL_END);
        assertThat(change.repairs()).isEmpty();
        assertThat(entry(change).obstacle()).isEmpty();
    }

    @Test
    void newColumnWithValuesIsReadAgain() {
        assertThat(follow(known(), with("color", 3, true)).repairs()).containsExactly(ORDERS);
    }

    @Test
    void renamedColumnIsNeitherMissingNorAnother() {
        Change change = follow(known(), notes("words", 2));

        assertThat(news).containsExactly(new Renamed(ORDERS, "note", "words"));
        assertThat(change.repairs()).isEmpty();
        assertThat(entry(change).obstacle()).isEmpty();
        assertThat(entry(change).gap()).isEmpty();
    }

    @Test
    void droppedAttributeIsNotInTheWay() {
        Change change = follow(known(), only("id"));

        assertThat(news).containsExactly(new Dropped(ORDERS, "note"));
        assertThat(entry(change).obstacle()).isEmpty();
    }

    @Test
    void droppedKeyIsInTheWay() {
        Change change = follow(known(), only("note"));

        assertThat(news).isEmpty();
        assertThat(entry(change).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("has no column id"));
    }

    @Test
    void whatAnotherProcessNoticedIsTakenOverFirst() {
        ColumnChange noticed = new Added(ORDERS, "color", "sat_order", "color", "text");

        Change change = watch(true).decide(new Memory(known(), List.of(noticed)), facts(Facts.well()), Map.of(), news);

        assertThat(news).containsExactly(noticed);
        assertThat(change).isEqualTo(Change.NONE);
    }

    @Test
    void columnsThatAreOnlyReportedAreMissing() {
        Change change = watch(false).decide(new Memory(known(), List.of()), facts(only("id")), Map.of(), news);

        assertThat(news).isEmpty();
        assertThat(entry(change).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("has no column note"));
    }

    @Test
    void columnOfAChangeThatIsGoneIsAText() {
        watch(true).decide(new Memory(known(), List.of()), facts(Facts.well()), Map.of(ORDERS, Set.of("flash")), news);

        assertThat(news).containsExactly(new Added(ORDERS, "flash", "sat_order", "flash", "text"));
    }

    @Test
    void newsAreSentences() {
        assertThat(List.of(
                                new Added(ORDERS, "color", "sat_order", "color", "text"),
                                new Renamed(ORDERS, "note", "words"),
                                new Dropped(ORDERS, "note"))
                        .stream()
                        .map(ColumnNews::text))
                .containsExactly(
                        "public.orders has got the column color, and sat_order.color (text) takes its values",
                        "The column note of public.orders is called words now, and feeds what it fed before",
                        "public.orders has lost the column note: what it fed keeps its history and is NULL in new"
                                + " versions");
    }

    private Change follow(Map<TableName, Entry> known, TableFacts now) {
        return watch(true).decide(new Memory(known, List.of()), facts(now), Map.of(), news);
    }

    private static SourceWatch watch(boolean follows) {
        Map<String, String> flags = new HashMap<>();
        flags.put("cdc-vault.name", "test");
        flags.put("cdc-vault.model", "bookings");
        for (String database : List.of("source", "warehouse")) {
            flags.put("cdc-vault." + database + ".url", "jdbc:postgresql://nowhere/db");
            flags.put("cdc-vault." + database + ".user", "postgres");
        }
        return new SourceWatch(
                new SourceWatch.Mapping(MODEL, List.of(), List.of(Facts.TABLE)),
                new Obstacles("cdc_vault", "postgres", List.of(ORDERS), 180_000),
                new DriftLedger(SettingsReader.read(Optional.empty(), flags), "vault"),
                true,
                new SourceWatch.Following() {
                    @Override
                    public boolean isWanted(TableName table) {
                        return follows;
                    }

                    @Override
                    public Types types(TableName table) {
                        return Types.FOLLOW;
                    }

                    @Override
                    public Optional<Obstacle> obstacleTo(List<ColumnChange> changes) {
                        return Optional.empty();
                    }

                    @Override
                    public String typeOf(TableName table, String column) {
                        return "text";
                    }

                    @Override
                    public Lsn walEnd() {
                        return WAL_END;
                    }
                },
                Time.system());
    }

    private static Entry entry(Change change) {
        return Optional.ofNullable(change.entries().get(ORDERS)).orElseThrow();
    }

    private static Map<TableName, Entry> known() {
        return Map.of(ORDERS, Entry.of(Facts.well().text()));
    }

    private static Map<TableName, TableFacts> facts(TableFacts now) {
        return Map.of(ORDERS, now);
    }

    private static TableFacts with(String column, int number, boolean isFilled) {
        return Facts.with("/columns/" + column, COLUMN.formatted(number, isFilled));
    }

    private static TableFacts notes(String name, int number) {
        return Facts.with(
                "/columns",
                "{\"id\": " + COLUMN.formatted(1, false) + ", \"" + name + "\": " + COLUMN.formatted(number, false)
                        + "}");
    }

    private static TableFacts only(String name) {
        return Facts.with("/columns", "{\"" + name + "\": " + COLUMN.formatted(name.equals("id") ? 1 : 2, false) + "}");
    }
}
