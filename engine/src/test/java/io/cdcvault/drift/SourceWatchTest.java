package io.cdcvault.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.DriftLedger.Change;
import io.cdcvault.bookkeeping.DriftLedger.Entry;
import io.cdcvault.bookkeeping.DriftLedger.Memory;
import io.cdcvault.change.Lsn;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Added;
import io.cdcvault.schema.evolution.ColumnChange.Dropped;
import io.cdcvault.schema.evolution.ColumnChange.Renamed;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.evolution.ColumnChange.TableDropped;
import io.cdcvault.schema.model.DriftPolicy;
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

    private static final String TEXT =
            """
            model: m
            vault: {record_source: m}
            hubs: {hub_order: {business_key: {id: integer}}}
            satellites: {sat_order: {of: hub_order, attributes: {note: text}}}
            sources:
              public.orders: {hubs: {hub_order: {id: id}}, satellites: [sat_order]}
            """;

    private static final VaultModel MODEL = ModelReader.read(TEXT, "m.yaml");

    private static final String COLUMN =
            """
            {"number": "%s", "type": "text", "modifier": "-1", "version": "5", "generated": "", "published": true,
             "filled": %s}""";

    private final List<ColumnChange> news = new ArrayList<>();
    private VaultModel model = MODEL;
    private String present = "text";
    private Types policy = Types.FOLLOW;
    private DriftPolicy.Dropped dropped = DriftPolicy.Dropped.REPORT;
    private boolean isHeld;
    private boolean isStopped;
    private Optional<TableName> otherName = Optional.empty();

    @Test
    void firstLookRemembersTheFacts() {
        Change change = follow(Map.of(), Facts.well());

        assertThat(news).isEmpty();
        assertThat(change.entries()).containsOnlyKeys(ORDERS);
        assertThat(entry(change).gap()).isEmpty();
    }

    @Test
    void tableThatJoinsOthersIsRead() {
        Map<TableName, Entry> others =
                Map.of(new TableName("public", "other"), Entry.of(Facts.well().text()));

        Change change = follow(others, Facts.well());

        assertThat(entry(change).gap()).contains("is new in the model");
        assertThat(change.repairs()).containsExactly(ORDERS);
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
    void columnThatIsNotFollowedIsSaidUntilItIsGone() {
        Change came =
                watch(false).decide(new Memory(known(), List.of()), facts(with("color", 3, false)), Map.of(), news);
        Change stays = watch(false)
                .decide(new Memory(came.entries(), List.of()), facts(with("color", 3, false)), Map.of(), news);
        Change gone = watch(false).decide(new Memory(came.entries(), List.of()), facts(Facts.well()), Map.of(), news);

        assertThat(TableFacts.parse(entry(came).facts()).unloaded()).containsExactly("color");
        assertThat(came.notices().get(ORDERS))
                .containsExactly("has got color, which the model does not map: the vault does not hold the values");
        assertThat(stays.entries()).isEmpty();
        assertThat(TableFacts.parse(entry(gone).facts()).unloaded()).isEmpty();
        assertThat(news).isEmpty();
    }

    @Test
    void tableThatIsNotInTheModelIsForgottenUnlessItIsYetToBeSeen() {
        TableName gone = new TableName("public", "gone");
        TableName next = new TableName("public", "next");
        Map<TableName, Entry> known = Map.of(
                ORDERS,
                Entry.of(Facts.well().text()),
                gone,
                Entry.of(Facts.well().text()),
                next,
                Entry.of("{}"));

        assertThat(follow(known, Facts.well()).forgotten()).containsExactly(gone);
    }

    @Test
    void droppedKeyEndsTheServiceWherePoliciesSaySo() {
        isStopped = true;

        assertThat(entry(follow(known(), only("id"))).obstacle()).isEmpty();
        assertThatThrownBy(() -> follow(known(), only("note")))
                .isInstanceOfSatisfying(
                        CdcVaultException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MODEL_OUTDATED))
                .hasMessageContaining("public.orders has no column id, by which the model identifies rows");
    }

    @Test
    void whatWasNoticedIsKeptWithItsPosition() {
        Change lost = follow(known(), only("note"));
        Change found = follow(lost.entries(), Facts.well());
        Change keyless = follow(known(), Facts.with("/keys", "[]"));

        assertThat(lost.notices().get(ORDERS))
                .containsExactly("has no column id, which the model maps: its changes become dead letters");
        assertThat(lost.walEnd()).isEqualTo(WAL_END);
        assertThat(found.notices().get(ORDERS)).containsExactly("has another column id", "has no obstacle any more");
        assertThat(keyless.notices().get(ORDERS))
                .contains("has the replica identity nothing and no primary key now, and had the replica identity [id]"
                        + " and the primary key [id]");
        assertThat(follow(found.entries(), Facts.well()).notices()).isEmpty();
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

    /** As long as it is called so, also after the look that found it missing. */
    @Test
    void tableThatIsCalledOtherwiseIsNamed() {
        otherName = Optional.of(new TableName("archive", "orders"));
        TableFacts none = TableFacts.parse("{}");
        Change change = follow(known(), none);

        assertThat(entry(change).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("is called archive.orders now"));
        assertThat(SourceWatch.oids(new Memory(change.entries(), List.of()))).containsExactly("16500");
        assertThat(follow(change.entries(), none).entries()).isEmpty();
    }

    @Test
    void tableThatIsDroppedIsOnlyReportedUnlessThePolicySaysMore() {
        Change change = follow(known(), TableFacts.NONE);

        assertThat(news).isEmpty();
        assertThat(entry(change).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("does not exist on the master"));
        assertThat(entry(change).remedy())
                .hasValueSatisfying(what -> assertThat(what).contains("load.dropped-tables"));
        assertThat(change.repairs()).isEmpty();
        assertThat(change.cancelled()).containsExactly(ORDERS);

        dropped = DriftPolicy.Dropped.KEEP;
        Change kept = follow(change.entries(), TableFacts.NONE);
        assertThat(news).containsExactly(new TableDropped(ORDERS, false));
        assertThat(entry(kept).obstacle()).isEmpty();
        assertThat(entry(kept).gap()).isEmpty();
        assertThat(kept.repairs()).isEmpty();
        assertThat(kept.cancelled()).containsExactly(ORDERS);
    }

    @Test
    void rowsOfTableThatIsDroppedAreEndedOnceByASnapshotWithoutRows() {
        dropped = DriftPolicy.Dropped.END;
        Change change = follow(known(), TableFacts.NONE);

        assertThat(news).containsExactly(new TableDropped(ORDERS, true));
        assertThat(entry(change).obstacle()).isEmpty();
        assertThat(entry(change).gap()).contains("was dropped");
        assertThat(change.repairs()).containsExactly(ORDERS);
        assertThat(change.cancelled()).isEmpty();

        news.clear();
        Change next = follow(Map.of(ORDERS, Entry.of(entry(change).facts())), TableFacts.NONE);
        assertThat(news).isEmpty();
        assertThat(next.entries()).isEmpty();
        assertThat(next.repairs()).isEmpty();

        Change again = follow(Map.of(ORDERS, Entry.of(entry(change).facts())), Facts.well());
        assertThat(entry(again).gap()).contains("was dropped and created again");
        assertThat(again.repairs()).containsExactly(ORDERS);
    }

    @Test
    void rowsOfTableThatIsCalledOtherwiseAreNotEnded() {
        dropped = DriftPolicy.Dropped.END;
        otherName = Optional.of(new TableName("archive", "orders"));
        Change change = follow(known(), TableFacts.NONE);

        assertThat(news).isEmpty();
        assertThat(change.repairs()).isEmpty();
        assertThat(change.cancelled()).containsExactly(ORDERS);
        assertThat(entry(change).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("is called archive.orders now"));
    }

    @Test
    void widerTypeIsFollowedAndRemembered() {
        Change change = follow(ofType("varchar(5)", 5), note("character varying(9)", 9));

        assertThat(news).containsExactly(new Retyped(ORDERS, "note", "varchar(5)", "character varying(9)"));
        assertThat(entry(change).obstacle()).isEmpty();
        assertThat(typeOf(change)).contains("character varying(9)");
    }

    /** The vault's column is a text, which holds any. */
    @Test
    void typeThatTheVaultHoldsIsNoNews() {
        Change change = watch(true)
                .decide(new Memory(ofType("integer", 5), List.of()), facts(note("bigint", 9)), Map.of(), news);

        assertThat(news).isEmpty();
        assertThat(entry(change).obstacle()).isEmpty();
    }

    @Test
    void typeThatIsNotFollowedIsInTheWayAsLongAsItDiffers() {
        policy = Types.PARK;
        Change change = follow(ofType("varchar(5)", 5), note("character varying(9)", 9));

        assertThat(news).isEmpty();
        assertThat(entry(change).obstacle()).hasValueSatisfying(why -> assertThat(why)
                .contains("note, which is character varying(9) now, and feeds sat_order.note, varchar(5)"));
        assertThat(typeOf(change)).contains("varchar(5)");

        Change next = follow(change.entries(), note("character varying(9)", 9));
        assertThat(next.entries()).isEmpty();
        Change back = follow(change.entries(), note("varchar(5)", 5));
        assertThat(entry(back).obstacle()).isEmpty();
    }

    @Test
    void whatDependsOnAVaultsColumnIsInTheWay() {
        isHeld = true;
        Change change = follow(ofType("varchar(5)", 5), note("character varying(9)", 9));

        assertThat(news).isEmpty();
        assertThat(entry(change).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("cannot follow: a view"));
        assertThat(entry(change).remedy()).contains("drop it");
        assertThat(typeOf(change)).contains("varchar(5)");
    }

    @Test
    void anotherTypeBecomesATextOrEndsTheServiceAsThePolicySays() {
        policy = Types.TEXT;
        follow(ofType("varchar(5)", 5), note("date", 9));
        assertThat(news).containsExactly(new Retyped(ORDERS, "note", "varchar(5)", "text"));

        news.clear();
        policy = Types.STOP;
        assertThatThrownBy(() -> follow(ofType("varchar(5)", 5), note("date", 9)))
                .isInstanceOfSatisfying(
                        CdcVaultException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MODEL_OUTDATED))
                .hasMessageContaining("public.orders has the column note, which is date now");
    }

    private Change follow(Map<TableName, Entry> known, TableFacts now) {
        return watch(true).decide(new Memory(known, List.of()), facts(now), Map.of(), news);
    }

    private SourceWatch watch(boolean follows) {
        Map<String, String> flags = new HashMap<>();
        flags.put("cdc-vault.name", "test");
        flags.put("cdc-vault.model", "bookings");
        for (String database : List.of("source", "warehouse")) {
            flags.put("cdc-vault." + database + ".url", "jdbc:postgresql://nowhere/db");
            flags.put("cdc-vault." + database + ".user", "postgres");
        }
        return new SourceWatch(
                new SourceWatch.Mapping(model, List.of(), List.of(Facts.TABLE)),
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
                        return policy;
                    }

                    @Override
                    public DriftPolicy.Dropped dropped(TableName table) {
                        return dropped;
                    }

                    @Override
                    public boolean stopsAtDroppedKeys(TableName table) {
                        return isStopped;
                    }

                    @Override
                    public Optional<Obstacle> obstacleTo(List<ColumnChange> changes) {
                        return isHeld ? Optional.of(new Obstacle("a view", "drop it", false)) : Optional.empty();
                    }

                    @Override
                    public Optional<Obstacle> otherObstacle(TableName table) {
                        return Optional.empty();
                    }

                    @Override
                    public String typeOf(TableName table, String column) {
                        return present;
                    }

                    @Override
                    public Optional<TableName> nameOf(String oid) {
                        return oid.equals("16500") ? otherName : Optional.empty();
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

    /** The vault's column has the type, too, if it is one of characters. */
    private Map<TableName, Entry> ofType(String type, int modifier) {
        if (type.startsWith("varchar")) {
            model = ModelReader.read(TEXT.replace("note: text", "note: " + type), "m.yaml");
        }
        return Map.of(ORDERS, Entry.of(note(type, modifier).text()));
    }

    private TableFacts note(String type, int modifier) {
        present = type;
        return Facts.with(
                "/columns/note",
                COLUMN.formatted(2, false)
                        .replace(
                                "\"modifier\": \"-1\"",
                                "\"modifier\": \"" + modifier + "\", \"declared\": \"" + type + "\""));
    }

    private static Optional<String> typeOf(Change change) {
        return SourceWatch.type(new Memory(change.entries(), List.of()), ORDERS, "note");
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
