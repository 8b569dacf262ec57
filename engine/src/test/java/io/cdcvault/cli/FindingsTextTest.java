package io.cdcvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.FindingsJson;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FindingsTextTest {

    private static final List<Finding> FINDINGS = List.of(
            new Finding(Area.MASTER, Severity.OK, "version", "PostgreSQL 18", "Old ones are old.", List.of()),
            new Finding(
                    Area.MASTER,
                    Severity.ERROR,
                    "wal_level",
                    "replica",
                    "It is too little.",
                    List.of(new Fix(Fix.Place.MASTER, "alter system set wal_level = 'logical';", true))));

    @Test
    void fixStandsOnALineOfItsOwn() {
        assertThat(new FindingsText(Terminal.NONE, true).of(FINDINGS))
                .containsExactly(
                        "MASTER",
                        "  ok       version: PostgreSQL 18",
                        "  error    wal_level: replica",
                        "           It is too little.",
                        "           on the master, then restart it:",
                        "             alter system set wal_level = 'logical';",
                        "",
                        "1 errors, 0 warnings; 1 things are well");
    }

    @Test
    void whatIsWellMayBeLeftOutAndColoursAreForTerminals() {
        List<String> lines = new FindingsText(new Terminal(true, true, 80), false).of(FINDINGS);

        assertThat(lines).noneMatch(line -> line.contains("version"));
        assertThat(lines).anyMatch(line -> line.contains("\u001B[31merror"));
    }

    @Test
    void jsonHasEveryFindingAndTheirNumber() {
        assertThat(FindingsJson.of(FINDINGS))
                .startsWith("{\"errors\":1,\"warnings\":0,\"findings\":[")
                .contains("\"fixes\":[{\"place\":\"master\",\"text\":\"alter system set wal_level = 'logical';\","
                        + "\"needs_restart\":true}]");
    }
}
