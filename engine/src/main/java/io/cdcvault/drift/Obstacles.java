package io.cdcvault.drift;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.capture.source.QuotedColumns;
import io.cdcvault.schema.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a table needs so that the vault can be right.
 *
 * @param publication by which it is published
 * @param user as whom the service reads the master
 * @param all tables of the model, for a publication that is to be created
 * @param serverVersion of the master, as {@code server_version_num} says it
 */
public record Obstacles(String publication, String user, List<TableName> all, int serverVersion) {

    public Obstacles {
        all = List.copyOf(all);
    }

    /** All that must be dealt with, in the order in which the remedies work; none when nothing is in the way. */
    public List<Obstacle> of(MappedTable table, TableFacts facts) {
        List<Obstacle> found = new ArrayList<>(before(table, facts));
        if (isTable(facts)) {
            found.addAll(publishing(table, facts));
        }
        return found;
    }

    /**
     * The same before the table is published: what publishing it would break at the source or leave wrong in the vault.
     */
    public List<Obstacle> before(MappedTable table, TableFacts facts) {
        if (!isTable(facts)) {
            return List.of(noTable(facts));
        }
        List<Obstacle> found = new ArrayList<>(logging(table, facts));
        identity(table, facts).ifPresent(found::add);
        rights(table, facts).ifPresent(found::add);
        found.addAll(rows(table, facts));
        missingColumns(table, facts).ifPresent(found::add);
        quotedColumn(table, facts).ifPresent(found::add);
        found.addAll(unsent(table, facts));
        return found;
    }

    private static boolean isTable(TableFacts facts) {
        return facts.exists() && (facts.kind().equals("r") || facts.isPartitioned());
    }

    private static Obstacle noTable(TableFacts facts) {
        return facts.exists()
                ? new Obstacle(
                        "is no table: views and foreign tables have no changes of their own",
                        "take it out of the model",
                        true)
                : new Obstacle(
                        "does not exist on the master",
                        "create the table, take it out of the model, or let load.dropped-tables say KEEP or END",
                        true);
    }

    private Obstacle noPublication() {
        return new Obstacle(
                "is not published: the publication " + publication + " does not exist",
                PublicationSql.create(publication, all, serverVersion),
                true);
    }

    private List<Obstacle> publishing(MappedTable table, TableFacts facts) {
        if (facts.publicationVersion().isEmpty()) {
            return List.of(noPublication());
        }
        String alter = "alter publication " + quoted(publication);
        List<Obstacle> found = new ArrayList<>();
        if (!facts.publishesAllOperations()) {
            found.add(new Obstacle(
                    "is published without some of insert, update, delete and truncate",
                    alter + " set (publish = 'insert, update, delete, truncate')",
                    true));
        }
        if (facts.isPartitioned() && !facts.publishesViaRoot()) {
            found.add(new Obstacle(
                    "is partitioned, and the publication " + publication + " sends changes under the partitions' names",
                    alter + " set (publish_via_partition_root = true)",
                    true));
        }
        if (facts.membership().isEmpty() && !facts.isPublished()) {
            found.add(new Obstacle(
                    "is not in the publication " + publication,
                    PublicationSql.add(publication, List.of(table.name())),
                    true));
        }
        found.addAll(content(table, facts));
        return found;
    }

    /** What of a table its publication leaves out. */
    private List<Obstacle> content(MappedTable table, TableFacts facts) {
        List<Obstacle> found = new ArrayList<>();
        facts.rowFilter()
                .map(filter -> new Obstacle(
                        "is published with a row filter, and the vault cannot know the other rows",
                        putBack(table),
                        true))
                .ifPresent(found::add);
        List<String> unpublished = facts.columns().entrySet().stream()
                .filter(column -> table.columns().contains(column.getKey()))
                .filter(column -> !column.getValue().isPublished() && !isNeverSent(column.getValue()))
                .map(column -> column.getKey())
                .toList();
        if (!unpublished.isEmpty()) {
            found.add(unpublished(table, facts, unpublished));
        }
        return found;
    }

    private static Optional<Obstacle> missingColumns(MappedTable table, TableFacts facts) {
        List<String> missing = table.columns().stream()
                .filter(column -> !facts.columns().containsKey(column))
                .filter(column -> !table.optional().contains(column))
                .sorted()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        "has no column " + String.join(", ", missing)
                                + ", which the model maps: its changes become dead letters",
                        "add the column, or change the model",
                        true));
    }

    /** Whether the model maps it or not: the name under which it comes is not the one that it has. */
    private static Optional<Obstacle> quotedColumn(MappedTable table, TableFacts facts) {
        return QuotedColumns.first(facts.columns().keySet())
                .map(column -> new Obstacle(
                        "has the column " + column
                                + ", whose name stands in quotes: the connector reads it without them",
                        "alter table " + quoted(table.name()) + " rename column " + quoted(column) + " to "
                                + quoted(column.substring(1, column.length() - 1)),
                        true));
    }

    /** Generated columns that the model maps and that no publication on this server sends. */
    private List<Obstacle> unsent(MappedTable table, TableFacts facts) {
        return facts.columns().entrySet().stream()
                .filter(column -> table.columns().contains(column.getKey()))
                .filter(column -> isNeverSent(column.getValue()))
                .map(column -> new Obstacle(
                        "has the generated column " + column.getKey()
                                + ", which the model maps and this server does not send",
                        PublicationSql.withoutGenerated(
                                column.getValue().generated().equals("s")),
                        true))
                .toList();
    }

    private boolean isNeverSent(TableFacts.Column column) {
        return column.generated().equals("v")
                || (column.generated().equals("s") && serverVersion < PublicationSql.PUBLISHES_GENERATED);
    }

    private Obstacle unpublished(MappedTable table, TableFacts facts, List<String> columns) {
        List<String> generated = columns.stream()
                .map(column -> facts.columns().get(column))
                .flatMap(Stream::ofNullable)
                .map(TableFacts.Column::generated)
                .toList();
        String remedy = generated.contains("s")
                ? "alter publication " + quoted(publication) + " set (publish_generated_columns = stored)"
                : putBack(table);
        return new Obstacle(
                "is published without " + String.join(", ", columns) + ", which the model maps", remedy, true);
    }

    /** A table can be logged only after those that its foreign keys refer to. */
    private static List<Obstacle> logging(MappedTable table, TableFacts facts) {
        List<Obstacle> found = new ArrayList<>();
        if (!facts.isLogged()) {
            List<String> referred = facts.unloggedReferences();
            String statements = Stream.concat(referred.stream(), Stream.of(quoted(table.name())))
                    .map(name -> "alter table " + name + " set logged")
                    .collect(Collectors.joining("; "));
            String because = referred.isEmpty() ? "" : ", and so are tables that it refers to";
            found.add(new Obstacle("is unlogged: its changes are not in the WAL" + because, statements, true));
        }
        List<String> partitions = facts.partitions().values().stream()
                .filter(partition -> !partition.isLogged())
                .map(TableFacts.Partition::name)
                .toList();
        if (!partitions.isEmpty()) {
            found.add(new Obstacle(
                    "has an unlogged partition, whose changes are not in the WAL: " + String.join(", ", partitions),
                    partitions.stream()
                            .map(name -> "alter table " + name + " set logged")
                            .collect(Collectors.joining("; ")),
                    true));
        }
        return found;
    }

    /** Rows that a snapshot would not see, or that would become one in the vault; of a table that exists. */
    public List<Obstacle> rows(MappedTable table, TableFacts facts) {
        return Stream.of(policies(facts), uniqueness(table, facts), following(table, facts))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The log holds an update without the row's former key in the vault. */
    private static Optional<Obstacle> following(MappedTable table, TableFacts facts) {
        return facts.identifyingColumns()
                .filter(columns -> !table.followed().test(Set.copyOf(columns)))
                .map(columns -> new Obstacle(
                        "has rows that the log distinguishes by (" + String.join(", ", columns)
                                + ") and the model by (" + String.join(", ", table.identity())
                                + "): a change of these could not be followed",
                        "alter table " + quoted(table.name()) + " replica identity full"
                                + (table.isComputed()
                                        ? ""
                                        : ", or let the model map " + String.join(", ", columns)
                                                + " as attributes of the satellite that describes the row"),
                        false));
    }

    /** PostgreSQL refuses the application's own updates and deletes of a published table that lacks one. */
    private static Optional<Obstacle> identity(MappedTable table, TableFacts facts) {
        if (facts.isPartitioned()) {
            List<String> partitions = facts.partitions().values().stream()
                    .filter(partition -> !partition.isIdentified())
                    .map(TableFacts.Partition::name)
                    .toList();
            return partitions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(noIdentity(
                            "has a partition without a usable replica identity, " + String.join(", ", partitions),
                            partitions));
        }
        return facts.replicaIdentity().isPresent()
                ? Optional.empty()
                : Optional.of(noIdentity(
                        facts.keys().stream().anyMatch(TableFacts.Key::isPrimary)
                                ? "has no usable replica identity: a deferrable primary key is none"
                                : "has no usable replica identity",
                        List.of(quoted(table.name()))));
    }

    private static Obstacle noIdentity(String reason, List<String> tables) {
        return new Obstacle(
                reason + ", and the master refuses to update or delete its rows while it is published",
                tables.stream()
                        .map(name -> "alter table " + name + " replica identity full")
                        .collect(Collectors.joining("; ")),
                false);
    }

    private Optional<Obstacle> rights(MappedTable table, TableFacts facts) {
        return facts.isReadable()
                ? Optional.empty()
                : Optional.of(new Obstacle(
                        "cannot be read by " + user,
                        "grant usage on schema " + quoted(table.name().schema()) + " to " + quoted(user)
                                + "; grant select on table " + quoted(table.name()) + " to " + quoted(user),
                        false));
    }

    private Optional<Obstacle> policies(TableFacts facts) {
        return facts.isHiddenByPolicies()
                ? Optional.of(new Obstacle(
                        "has row-level security, which would hide rows of it from " + user + " in a snapshot",
                        "alter role " + quoted(user) + " bypassrls",
                        false))
                : Optional.empty();
    }

    /** Two rows of the source must not become one of the vault: the deletion of one would end both. */
    private static Optional<Obstacle> uniqueness(MappedTable table, TableFacts facts) {
        boolean wasUnique = facts.wasUniqueBy(table.identity());
        // A unique key of a partitioned table must hold the columns that it is partitioned by: there, and where there
        // is
        // no key at all, loaders set a second row under one key aside.
        boolean canHaveKey = !facts.keys().isEmpty() && !facts.isPartitioned();
        if (table.isUniqueIn(facts) || (!canHaveKey && !wasUnique)) {
            return Optional.empty();
        }
        String identity = String.join(", ", table.identity());
        String unique = facts.keys().isEmpty()
                ? ""
                : ", or let the model identify the row by "
                        + String.join(", ", facts.keys().get(0).columns()) + " too, as a hub of its own or a child key";
        return Optional.of(new Obstacle(
                "has rows that the model distinguishes by (" + identity + "), which is "
                        + (wasUnique ? "no longer" : "not") + " unique at the source: two rows would become one",
                "alter table " + quoted(table.name()) + " add unique ("
                        + table.identity().stream()
                                .map(column -> quoted(column))
                                .collect(Collectors.joining(", "))
                        + ")" + unique,
                false));
    }

    /** In one transaction, so that no change is made while the table is out of the publication. */
    private String putBack(MappedTable table) {
        return PublicationSql.putBack(publication, table.name());
    }
}
