package io.cdcvault.doctor.database;

import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.database.Identifiers;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.drift.FactsReader;
import io.cdcvault.drift.MappedTable;
import io.cdcvault.drift.Obstacle;
import io.cdcvault.drift.Obstacles;
import io.cdcvault.drift.TableFacts;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.model.Reference;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether each row of the source is one row of the vault: none hidden by a policy, no two taken for one. */
public final class SourceRows implements Check {

    private final Installation installation;

    public SourceRows(Installation installation) {
        this.installation = installation;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        Settings.Source source = installation.settings().source();
        Connection connection = session.connection();
        Map<TableName, TableFacts> facts = FactsReader.read(connection, source.publication(), installation.tables());
        Obstacles rules = new Obstacles(source.publication(), source.user(), installation.tables(), 0);
        Subject subject = new Subject(
                Area.MASTER,
                "rows of the source",
                "Each row of the source must be a row of the vault, and no other's.");
        List<Finding> findings = new ArrayList<>();
        for (MappedTable table : installation.mappedTables()) {
            TableFacts known = facts.get(table.name());
            if (known != null && known.exists()) {
                rules.rows(table, known).stream()
                        .map(each -> finding(subject, table, each))
                        .forEach(findings::add);
            }
        }
        for (SourceTable mapping : installation.model().sources()) {
            mapping.references().stream()
                    .filter(reference -> !isUnique(facts.get(reference.table()), reference))
                    .map(reference -> ambiguous(subject, mapping, reference))
                    .forEach(findings::add);
        }
        return findings.isEmpty() ? List.of(subject.ok("none is hidden, and none is taken for another")) : findings;
    }

    /** Also of a table that is not there, which is a finding of its own. */
    private static boolean isUnique(@Nullable TableFacts facts, Reference reference) {
        return facts == null
                || !facts.exists()
                || facts.areUnique(reference.columns().keySet());
    }

    private static Finding ambiguous(Subject subject, SourceTable mapping, Reference reference) {
        Set<String> columns = reference.columns().keySet();
        return subject.error(
                mapping.table() + " refers to " + reference.table() + " by (" + String.join(", ", columns)
                        + "), which is not unique there: a link could lead to either of two rows",
                Fix.sql(
                        MASTER,
                        "alter table " + Identifiers.quoted(reference.table()) + " add unique ("
                                + columns.stream().map(Identifiers::quoted).collect(Collectors.joining(", ")) + ")"));
    }

    private static Finding finding(Subject subject, MappedTable table, Obstacle found) {
        String statement = found.remedy().split(", or let ", 2)[0];
        String otherwise = found.remedy().substring(statement.length());
        return subject.error(table.name() + " " + found.reason() + otherwise, Fix.sql(MASTER, statement));
    }
}
