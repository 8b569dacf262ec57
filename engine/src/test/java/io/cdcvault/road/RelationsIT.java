package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Relations that are there several times, rows that say nothing but that they are there, and lives that begin later.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RelationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MODEL =
            """
            model: relations
            vault: {hash: exact, record_source: tracker}
            hubs:
              hub_issue: {business_key: {id: integer}}
            links:
              lnk_relation: {hubs: {source: hub_issue, target: hub_issue}}
            satellites:
              sat_issue: {of: hub_issue, attributes: {v: text}}
              sat_urgent: {of: hub_issue, attributes: {}}
              sat_relation: {of: lnk_relation, child_key: {kind: text}, attributes: {note: text}}
              sat_word: {of: lnk_relation, child_key: {word: text}, attributes: {}}
              sat_pair: {of: lnk_relation, attributes: {}}
            sources:
              public.issue: {hubs: {hub_issue: {id: id}}, satellites: [sat_issue]}
              public.urgent: {row: sat_urgent, hubs: {hub_issue: {id: id}}, satellites: [sat_urgent]}
              public.relation:
                hubs: {hub_issue as source: {id: source}, hub_issue as target: {id: target}}
                mentions: [lnk_relation]
                satellites: [sat_relation]
              public.word:
                hubs: {hub_issue as source: {id: source}, hub_issue as target: {id: target}}
                mentions: [lnk_relation]
                satellites: [sat_word]
              public.pair:
                hubs: {hub_issue as source: {id: source}, hub_issue as target: {id: target}}
                mentions: [lnk_relation]
                satellites: [sat_pair]
            """;

    private static LocalStack stack;
    private static List<Watched> services;

    @BeforeAll
    static void startBoth() throws Exception {
        stack = LocalStack.temporary();
        onMaster(
                "create table issue (id int primary key, v text)",
                "create table urgent (id int primary key references issue)",
                "create table relation (source int, target int, kind text, note text, primary key (source, target, kind))",
                "create table word (source int, target int, word text, primary key (source, target, word))",
                "create table pair (source int, target int, primary key (source, target))",
                "insert into pair values (1, 2), (2, 1)",
                "insert into issue select n, 'v' from generate_series(1, 9) n",
                "insert into urgent values (1), (2)",
                "insert into relation values (1, 2, 'blocks', 'a'), (1, 2, 'copies', 'b'), (2, 3, 'blocks', null)",
                "insert into word values (1, 2, 'why'), (4, 5, 'how')");
        Path model = Files.writeString(stack.directory().resolve("relations.yaml"), MODEL);
        services = List.of(
                new Watched(stack, "relations_kafka", true, model, List.of("issue")),
                new Watched(stack, "relations_direct", false, model, List.of("issue")));
        for (Watched each : services) {
            each.awaitEqualAndHealthy();
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void satellitesSayWhatIsThereWhileTheLinkHoldsAllThatWas() throws Exception {
        onMaster(
                "delete from relation where kind = 'copies'",
                "delete from urgent where id = 1",
                "delete from word where word = 'how'",
                "insert into urgent values (3)");
        services.forEach(Watched::kill);
        onMaster(
                "update relation set kind = 'follows' where source = 2",
                "insert into relation values (1, 2, 'copies', 'again')",
                "truncate word",
                "delete from pair where source = 2",
                "insert into pair values (4, 5)",
                "insert into word values (4, 5, 'when')",
                "delete from urgent where id = 3; insert into urgent values (3)");
        services.forEach(Watched::start);

        for (Watched each : services) {
            awaitEqual(each);
            assertThat(each.inVault("select count(*) from vault.lnk_relation")).containsExactly("4");
            assertThat(each.inVault("select count(*) from pg_class where relname in ('eff_relation',"
                            + " 'lnk_relation_current')"))
                    .containsExactly("0");
            assertThat(each.inVault("select count(distinct hash_diff) from vault.sat_urgent where hash_diff ="
                            + " decode(md5(''), 'hex')"))
                    .containsExactly("1");
            assertThat(each.inVault("select id from vault.sat_urgent_as_of(now()) join vault.hub_issue using (issue_hk)"
                            + " where is_active and is_live order by 1"))
                    .containsExactly("2", "3");
            requireVerified(each);
        }
    }

    @Test
    @Order(2)
    void columnThatComesToATableWithoutAttributesIsFollowed() throws Exception {
        List<String> before = services.get(0).inVault("select count(*) from vault.sat_urgent");
        onMaster(
                "alter table urgent add column since date",
                "alter table word add column by_whom text",
                "insert into urgent values (5, '2026-01-01')",
                "insert into word values (1, 2, 'who', 'me')");

        for (Watched each : services) {
            Await.until(each.place + " has the new columns", PATIENCE, () -> each.inVault(
                            "select id, since from vault.sat_urgent_current join vault.hub_issue using (issue_hk)"
                                    + " where is_active order by 1")
                    .equals(List.of("2 null", "3 null", "5 2026-01-01")));
            Await.until(each.place + " has the new columns", PATIENCE, () -> each.inVault(
                            "select word, by_whom from vault.sat_word_current where is_active order by 1")
                    .equals(List.of("when null", "who me")));
            each.awaitEqualAndHealthy();
            requireVerified(each);
        }
        assertThat(services.get(0).inVault("select count(*) - 1 from vault.sat_urgent"))
                .as("rows from before have no other version")
                .isEqualTo(before);
    }

    /** The rows of {@code pair} decide from now on; the link then has a life that it did not have. */
    @Test
    @Order(3)
    void lifeThatATableDecidesAboutFromNowOnIsReadAgain() throws Exception {
        String decided = MODEL.replace("  sat_pair: {of: lnk_relation, attributes: {}}\n", "")
                .replace(
                        "    mentions: [lnk_relation]\n    satellites: [sat_pair]",
                        "    row: lnk_relation\n    links: [lnk_relation]");
        Path model = Files.writeString(stack.directory().resolve("decided.yaml"), decided);
        for (Watched each : services) {
            each.service.terminate();
            each.flags.put("model", model.toString());
            Watched.Run diff = each.run("model", "diff", "--json");
            assertThat(diff.output()).contains("\"create\":[\"eff_relation\"]");
            assertThat(diff.output())
                    .contains("{\"table\":\"public.pair\",\"why\":\"feeds what is new in the model, eff_relation\"}");
            each.start();
        }

        for (Watched each : services) {
            Await.until(each.place + " has the life", PATIENCE, () -> each.inVault(
                            "select s.id, t.id from vault.lnk_relation_current l"
                                    + " join vault.hub_issue s on s.issue_hk = l.source_hk"
                                    + " join vault.hub_issue t on t.issue_hk = l.target_hk order by 1")
                    .equals(List.of("1 2", "4 5")));
            each.awaitEqualAndHealthy();
            requireVerified(each);
        }
    }

    private static void awaitEqual(Watched each) {
        String ends =
                " join vault.lnk_relation l using (relation_hk) join vault.hub_issue s on s.issue_hk = l.source_hk"
                        + " join vault.hub_issue t on t.issue_hk = l.target_hk where is_active order by 1, 2, 3";
        Await.until(each.place + " has the relations", PATIENCE, () -> each.inVault(
                        "select s.id, t.id, kind, note from vault.sat_relation_current" + ends)
                .equals(inSource("select source, target, kind, note from relation order by 1, 2, 3")));
        Await.until(each.place + " has the words", PATIENCE, () -> each.inVault(
                        "select s.id, t.id, word from vault.sat_word_current" + ends)
                .equals(inSource("select source, target, word from word order by 1, 2, 3")));
        Await.until(each.place + " has the pairs", PATIENCE, () -> each.inVault(
                        "select s.id, t.id, 0 from vault.sat_pair_current" + ends)
                .equals(inSource("select source, target, 0 from pair order by 1, 2")));
        Await.until(each.place + " has what is urgent", PATIENCE, () -> each.inVault(
                        "select id from vault.sat_urgent_current join vault.hub_issue using (issue_hk) where is_active"
                                + " order by 1")
                .equals(inSource("select id from urgent order by 1")));
        each.awaitEqualAndHealthy();
    }

    private static void requireVerified(Watched each) throws InterruptedException {
        Watched.Run verify = each.run("verify");
        assertThat(verify.code()).as(verify.output()).isZero();
    }

    private static List<String> inSource(String sql) {
        return Watched.inSource(stack, sql);
    }

    private static void onMaster(String... statements) throws SQLException {
        Watched.onMaster(stack, statements);
    }
}
