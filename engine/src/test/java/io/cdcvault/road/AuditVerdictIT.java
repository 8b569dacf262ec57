package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the audit of {@code bin/chaos.sh} finds in a vault that is damaged, and in one that is not. */
@ExtendWith(LocalStackExtension.class)
final class AuditVerdictIT {

    private static final int TRANSACTIONS = 60;
    private static final int MOVES = 4;

    private static final String WHERE = " where h.whole_hk = s.whole_hk and h.key_1 = -1";
    private static final String ROW = " using (whole_hk) where h.key_1 = -1";

    private static LocalStack stack;
    private static int damaged;

    @BeforeAll
    static void load(LocalStack started) throws SQLException {
        stack = started;
        try (AuditedFeed feed = new AuditedFeed(stack)) {
            feed.commit(AuditedWriters::insertOwners);
            for (String change : List.of(
                    "update audit.whole set note = 'second' where id = -1",
                    "update audit.whole set note = 'third', owner = 2 where id = -1",
                    "delete from audit.whole where id = -1")) {
                feed.commit(master -> AuditSchema.execute(master, List.of(change)));
            }
            Random random = new Random(1);
            for (int i = 0; i < TRANSACTIONS; i++) {
                AuditedTable table = AuditedTable.ALL.get(i % AuditedTable.ALL.size());
                feed.commit(master -> {
                    for (int move = 0; move < MOVES; move++) {
                        AuditedMove.any(table, random).on(table, master, random);
                    }
                });
            }
        }
    }

    @Test
    void vaultThatIsRightIsGood() throws SQLException {
        AuditVerdict verdict = verdict(stack.dwh().database());

        assertThat(verdict.examples()).isEmpty();
        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.toString()).startsWith((TRANSACTIONS + 4) + " | ").endsWith(" | 0 | 0 | 0");
    }

    /**
     * Of row -1, which had three versions and two owners, and was deleted; all but one of its vault's rows are past.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "delete from vault.hub_whole where key_1 = -2; whole lacks AuditedRow[kind=HUB, key=-2",
                "delete from vault.sts_whole s using vault.hub_whole h" + WHERE + " and s.status = 'D';"
                        + "whole lacks AuditedRow[kind=STATUS, key=-1, detail=D",
                "delete from vault.sts_whole s using vault.hub_whole h" + WHERE + " and s.status = 'C';"
                        + "whole lacks AuditedRow[kind=STATUS, key=-1, detail=C",
                "delete from vault.sat_whole s using vault.hub_whole h" + WHERE + " and s.note = 'second';"
                        + "whole lacks AuditedRow[kind=SATELLITE, key=-1",
                "delete from vault.sat_whole s using vault.hub_whole h" + WHERE + " and s.note = 'third';"
                        + "whole lacks AuditedRow[kind=SATELLITE, key=-1",
                "update vault.sat_whole s set n = 7 from vault.hub_whole h" + WHERE + " and s.note = 'second';"
                        + "whole has what the audit has not: AuditedRow[kind=SATELLITE, key=-1",
                "update vault.sat_whole s set src_lsn = src_lsn + 1 from vault.hub_whole h" + WHERE
                        + " and s.note = 'second';whole has what the audit has not: AuditedRow[kind=SATELLITE, key=-1",
                "update vault.sat_whole s set load_dts = s.load_dts + interval '1 us' from vault.hub_whole h" + WHERE
                        + " and s.note = 'third';whole lacks AuditedRow[kind=SATELLITE, key=-1",
                "insert into vault.sat_whole select (jsonb_populate_record(s, jsonb_build_object('load_dts',"
                        + " s.load_dts + interval '1 us'))).* from vault.sat_whole s join vault.hub_whole h" + ROW
                        + " and s.note = 'third';whole has what the audit has not: AuditedRow[kind=SATELLITE, key=-1",
                "insert into vault.sts_whole select (jsonb_populate_record(s, jsonb_build_object('load_dts',"
                        + " s.load_dts + interval '1 us'))).* from vault.sts_whole s join vault.hub_whole h" + ROW
                        + " and s.status = 'D';whole has what the audit has not: AuditedRow[kind=STATUS, key=-1",
                "delete from vault.lnk_whole_owner l using vault.hub_whole h where h.whole_hk = l.item_hk"
                        + " and h.key_1 = -3;whole lacks AuditedRow[kind=LINK, key=-3",
                "delete from vault.eff_whole_owner e using vault.lnk_whole_owner l, vault.hub_whole h where"
                        + " l.whole_owner_hk = e.whole_owner_hk and h.whole_hk = l.item_hk and h.key_1 = -1 and"
                        + " not e.is_active;"
                        + "whole lacks AuditedRow[kind=EFFECTIVITY, key=-1, detail=closes",
                "delete from vault.sts_audit_transaction s using vault.hub_audit_transaction h"
                        + " where h.audit_transaction_hk = s.audit_transaction_hk and h.number = 2;"
                        + "Transaction 2 is missing",
                "update vault.hub_audit_transaction set number = 1000000 where number = 2;"
                        + "Transaction 1000000 was never committed",
                "delete from vault.hub_owner where owner = 7;Owners and transactions are [48",
            })
    void damageIsNamed(String damage, String named) throws SQLException {
        String place = "damaged_" + damaged++;
        try (Connection dwh = stack.dwh().connect("postgres")) {
            AuditSchema.execute(
                    dwh,
                    List.of("create database " + place + " template "
                            + stack.dwh().database()));
        }
        try (Connection vault = stack.dwh().connect(place)) {
            assertThat(vault.createStatement().executeUpdate(damage)).as(damage).isPositive();
        }

        AuditVerdict verdict = verdict(place);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.errors()).isPositive();
        assertThat(verdict.examples()).anyMatch(example -> example.contains(named));
    }

    private static AuditVerdict verdict(String place) throws SQLException {
        try (Connection master = stack.master().connect();
                Connection vault = stack.dwh().connect(place)) {
            return AuditVerdict.of(master, vault);
        }
    }
}
