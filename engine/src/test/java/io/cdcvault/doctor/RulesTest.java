package io.cdcvault.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.doctor.database.CapturedTable;
import io.cdcvault.doctor.database.CatalogRow;
import io.cdcvault.doctor.database.ClockDifference;
import io.cdcvault.doctor.database.FailoverOfMaster;
import io.cdcvault.doctor.database.FailoverOfStandby;
import io.cdcvault.doctor.database.MasterSettings;
import io.cdcvault.doctor.database.ReplicaIdentity;
import io.cdcvault.doctor.database.ReplicaSettings;
import io.cdcvault.doctor.database.SlotChecks;
import io.cdcvault.doctor.database.SourceEncoding;
import io.cdcvault.doctor.database.TypeFit;
import io.cdcvault.doctor.database.WarehouseSettings;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Severity;
import io.cdcvault.schema.model.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that a test with real servers would have to restart them for, or to make their clocks lie. */
final class RulesTest {

    private static final Map<String, String> SOUND_MASTER = Map.of(
            "version", "180001",
            "release", "18.1",
            "in_recovery", "f",
            "wal_level", "logical",
            "keep_megabytes", "8192",
            "checkpoint_megabytes", "1024",
            "idle_timeout", "0",
            "slowest_megabytes", "16",
            "sender_timeout", "60000");

    @Test
    void soundMasterHasNoProblems() {
        assertThat(MasterSettings.assess(new CatalogRow(SOUND_MASTER)))
                .extracting(Finding::severity)
                .containsOnly(Severity.OK);
    }

    @Test
    void walThatIsNotLogicalIsAnErrorWhoseFixNeedsARestart() {
        Finding finding = finding("wal_level", MasterSettings.assess(with("wal_level", "replica")));

        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.fixes())
                .containsExactly(new Fix(Fix.Place.MASTER, "alter system set wal_level = 'logical';", true));
    }

    @Test
    void streamWaitsForStandbysThatAreNotThere() {
        List<FailoverOfMaster.StandbySlot> slots =
                List.of(new FailoverOfMaster.StandbySlot("a", true), new FailoverOfMaster.StandbySlot("b", false));

        assertThat(FailoverOfMaster.awaited("a, \"b\",c", slots))
                .extracting(Finding::severity)
                .containsExactly(Severity.OK, Severity.WARNING, Severity.ERROR);
        assertThat(FailoverOfMaster.awaited("", slots)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.fixes().get(0).text())
                    .isEqualTo("alter system set synchronized_standby_slots = 'a, b';");
        });
        assertThat(FailoverOfMaster.awaited("", List.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("none can take over"));
    }

    @Test
    void standbyMustKeepTheSlotInStep() {
        Map<String, String> sound = Map.of(
                "in_recovery", "t",
                "synchronizes", "on",
                "feedback", "on",
                "slot", "a",
                "conninfo", "host=master dbname=postgres",
                "ours", "cdc",
                "synced", "true",
                "temporary", "f",
                "invalid", "");

        assertThat(standby(sound, Map.of())).containsOnly(Severity.OK);
        assertThat(standby(sound, Map.of("in_recovery", "f"))).as("the primary").isEmpty();
        assertThat(standby(sound, Map.of("synchronizes", "off"))).contains(Severity.ERROR);
        assertThat(standby(sound, Map.of("feedback", "off"))).contains(Severity.ERROR);
        assertThat(standby(sound, Map.of("slot", ""))).contains(Severity.ERROR);
        assertThat(standby(sound, Map.of("conninfo", "host=master"))).contains(Severity.ERROR);
        assertThat(standby(sound, Map.of("ours", ""))).contains(Severity.WARNING);
        assertThat(standby(sound, Map.of("synced", "false"))).contains(Severity.ERROR);
        assertThat(standby(sound, Map.of("temporary", "t"))).contains(Severity.WARNING);
        assertThat(standby(sound, Map.of("invalid", "wal_removed"))).contains(Severity.ERROR);
    }

    private static List<Severity> standby(Map<String, String> sound, Map<String, String> but) {
        Map<String, String> row = new HashMap<>(sound);
        row.putAll(but);
        return new FailoverOfStandby("b:5432", "cdc")
                .assess(new CatalogRow(row)).stream().map(Finding::severity).toList();
    }

    @Test
    void standbyIsNoMaster() {
        assertThat(finding("role", MasterSettings.assess(with("in_recovery", "t")))
                        .severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void limitBelowTheCheckpointDistanceIsAWarning() {
        assertThat(finding("max_slot_wal_keep_size", MasterSettings.assess(with("keep_megabytes", "100")))
                        .severity())
                .isEqualTo(Severity.WARNING);
    }

    @ParameterizedTest
    @CsvSource({"10, 8, OK", "10, 9, WARNING", "10, 10, ERROR"})
    void slotsMustBeLeftForTheServiceAndForVerify(String most, String used, Severity expected) {
        CatalogRow limits =
                new CatalogRow(Map.of("slots", most, "used_slots", used, "senders", "99", "used_senders", "0"));

        assertThat(SlotChecks.limits(limits, Optional.empty()).get(0).severity())
                .isEqualTo(expected);
    }

    @Test
    void everyKindOfTableThatCannotBeCapturedIsNamed() {
        ReplicaIdentity rule = new ReplicaIdentity("p");

        assertThat(rule.problems(table("v", true, "d", true, "", false))).hasSize(1);
        assertThat(fix(rule.problems(table("r", false, "d", true, "", false))))
                .isEqualTo("alter table \"s\".\"t\" set logged;");
        assertThat(fix(rule.problems(table("r", true, "i", true, "", false))))
                .isEqualTo("alter table \"s\".\"t\" replica identity default;");
        assertThat(fix(rule.problems(table("r", true, "f", true, "g", false))))
                .isEqualTo("alter table \"s\".\"t\" replica identity default;");
        assertThat(fix(rule.problems(table("r", true, "f", true, "g", true))))
                .isEqualTo("alter publication \"p\" set (publish_generated_columns = stored);");
        assertThat(rule.problems(table("r", true, "d", true, "", false))).isEmpty();
        assertThat(rule.problems(table("p", true, "n", false, "", false)))
                .as("a partitioned table's rows are its partitions'")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer|bigint|true",
                "bigint|integer|false",
                "character varying(20)|character varying(20)|true",
                "character varying(21)|character varying(20)|false",
                "text|character varying(20)|false",
                "character varying|text|true",
                "character(3)|character varying(20)|true",
                "numeric(10,2)|numeric(12,2)|true",
                "numeric(10,2)|numeric(10,3)|false",
                "numeric|numeric(10,2)|false",
                "numeric(10,2)|numeric|true",
                "integer|character varying(5)|true",
                "jsonb|jsonb|true"
            })
    void columnThatIsNarrowerThanItsSourceDoesNotFit(String source, String vault, boolean fits) {
        assertThat(TypeFit.fits(source, vault)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"10, 10.05, 10.1, OK", "10, 11, 10.1, OK", "10, 13, 10.1, WARNING", "10, 5, 10.1, WARNING"})
    void clockIsHeldAgainstTheTimeThatTheQuestionTook(double asked, double theirs, double answered, Severity severity) {
        assertThat(ClockDifference.assess(Area.MASTER, asked, theirs, answered).severity())
                .isEqualTo(severity);
    }

    @Test
    void promotedReplicaIsAnErrorAndOneWithoutASlotAWarning() {
        assertThat(ReplicaSettings.assess(replica("f", "replica")))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
        assertThat(finding("primary_slot_name", ReplicaSettings.assess(replica("t", "")))
                        .fixes())
                .extracting(Fix::place)
                .containsExactly(Fix.Place.MASTER, Fix.Place.REPLICA, Fix.Place.REPLICA);
    }

    @Test
    void masterMustTellWhatItsTextsAre() {
        CatalogRow ascii = new CatalogRow(Map.of("encoding", "SQL_ASCII", "database", "shop"));

        assertThat(finding("encoding", SourceEncoding.ofDatabase(ascii)).fixes())
                .singleElement()
                .extracting(Fix::text)
                .isEqualTo("create database \"shop_utf8\" encoding 'UTF8' template template0;");
    }

    @Test
    void warehouseMustHoldEveryCharacter() {
        CatalogRow server = new CatalogRow(Map.of(
                "release", "18.1",
                "version", "180001",
                "in_recovery", "f",
                "encoding", "LATIN1",
                "collation", "C",
                "free_connections", "3",
                "database", "dwh"));

        assertThat(finding("encoding", WarehouseSettings.ofServer(server)).severity())
                .isEqualTo(Severity.ERROR);
        assertThat(finding("connections", WarehouseSettings.ofServer(server)).severity())
                .isEqualTo(Severity.WARNING);
    }

    private static CatalogRow replica(String inRecovery, String slot) {
        return new CatalogRow(
                Map.of("in_recovery", inRecovery, "receives", "t", "paused", "f", "feedback", "on", "slot", slot));
    }

    private static CatalogRow with(String column, String value) {
        Map<String, String> all = new java.util.HashMap<>(SOUND_MASTER);
        all.put(column, value);
        return new CatalogRow(all);
    }

    private static CapturedTable table(
            String kind, boolean isLogged, String identity, boolean hasKey, String generated, boolean canPublish) {
        return new CapturedTable(
                new TableName("s", "t"), kind, isLogged, List.of(), identity, hasKey, false, generated, canPublish);
    }

    private static String fix(List<Finding> findings) {
        return findings.get(0).fixes().get(0).text();
    }

    private static Finding finding(String subject, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
