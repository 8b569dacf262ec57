package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.MASTER;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the master needs to know of a row that is updated or deleted, to be able to publish that. */
public final class ReplicaIdentity {

    private static final Subject SUBJECT = new Subject(
            Area.MASTER,
            "replica identity",
            "The master refuses to update and delete rows of a published table that nothing identifies.");

    private final String publication;

    public ReplicaIdentity(String publication) {
        this.publication = publication;
    }

    Finding well(int tables) {
        return SUBJECT.ok("identifies the rows of " + tables + (tables == 1 ? " table" : " tables"));
    }

    /** All that is wrong with a table, in the order in which the fixes work; none when nothing is. */
    public List<Finding> problems(CapturedTable table) {
        if (!table.isTable()) {
            return List.of(SUBJECT.error(
                    table.name() + " is no table; views and foreign tables have no changes of their own"));
        }
        List<Finding> problems = new ArrayList<>();
        if (!table.isLogged()) {
            problems.add(SUBJECT.error(table.name() + " is unlogged: its changes are not in the WAL", logged(table)));
        }
        if (table.hasRows()) {
            identity(table).ifPresent(problems::add);
        }
        return problems;
    }

    /** PostgreSQL refuses to log a table as long as one is unlogged that it refers to. */
    private static Fix[] logged(CapturedTable table) {
        return Stream.concat(table.unloggedReferences().stream(), Stream.of(quoted(table.name())))
                .map(name -> Fix.sql(MASTER, "alter table " + name + " set logged"))
                .toArray(Fix[]::new);
    }

    private Optional<Finding> identity(CapturedTable table) {
        return switch (table.identity()) {
            case "n" -> Optional.of(SUBJECT.error(table.name() + " has replica identity nothing", identify(table)));
            case "d" ->
                table.hasKey()
                        ? Optional.empty()
                        : Optional.of(SUBJECT.error(
                                table.name()
                                        + " has neither a primary key nor a replica identity (a deferrable primary key is none)",
                                identify(table)));
            case "i" ->
                table.hasIdentityIndex()
                        ? Optional.empty()
                        : Optional.of(SUBJECT.error(
                                table.name() + " has an index for its replica identity that was dropped",
                                identify(table)));
            default -> full(table);
        };
    }

    /** The whole row includes columns that must then be published. */
    private Optional<Finding> full(CapturedTable table) {
        if (table.unpublishedGenerated().isEmpty()) {
            return Optional.empty();
        }
        String found = table.name() + " has replica identity full and a generated column that is not published, "
                + table.unpublishedGenerated();
        if (table.canPublishGenerated()) {
            return Optional.of(SUBJECT.error(
                    found,
                    Fix.sql(
                            MASTER,
                            "alter publication " + quoted(publication) + " set (publish_generated_columns = stored)")));
        }
        return Optional.of(
                table.hasKey() ? SUBJECT.error(found, alter(table, "replica identity default")) : SUBJECT.error(found));
    }

    private static Fix identify(CapturedTable table) {
        return alter(table, table.hasKey() ? "replica identity default" : "replica identity full");
    }

    private static Fix alter(CapturedTable table, String change) {
        return Fix.sql(MASTER, "alter table " + quoted(table.name()) + " " + change);
    }
}
