package io.cdcvault.service;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.VaultEnum;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.drift.ColumnNews;
import io.cdcvault.drift.Obstacle;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.ColumnChange.Retyped;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Time;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives enums of the warehouse, where the vault has columns of them, the values that the source's get. Changes that
 * came before, and became dead letters, are retried.
 */
final class EnumValues {

    private static final Logger LOG = LoggerFactory.getLogger(EnumValues.class);

    /** A loader may create the vault's tables meanwhile, and a person may alter a type. */
    private static final Duration KNOWN = Duration.ofSeconds(15);

    private static final String LACKING = "which the vault's type of that name lacks";

    private static final String ENUMS =
            """
            select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              array(select l.enumlabel::text from pg_enum l where l.enumtypid = e.oid order by l.enumsortorder)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            join pg_type e on e.oid = case when t.typcategory = 'A' then t.typelem when t.typtype = 'd' then t.typbasetype
              else t.oid end and e.typtype = 'e'
            where n.nspname || '.' || c.relname = any (?::text[])""";

    private final Installation installation;
    private final SourceDatabase source;
    private final DriftLedger ledger;
    private final Time time;
    private final String[] tables;
    /** Enums of the vault, by table and column; empty when there is none, or none yet. */
    private Map<String, VaultEnum> known = Map.of();

    private Deadline again;
    private Map<TableName, Obstacle> obstacles = Map.of();
    private boolean isFirst = true;

    EnumValues(Installation installation, SourceDatabase source, Time time) {
        this.installation = installation;
        this.source = source;
        this.ledger = new DriftLedger(
                installation.settings(), installation.model().settings().schema());
        this.time = time;
        this.again = time.deadline(Duration.ZERO);
        this.tables = installation.tables().stream().map(TableName::toString).toArray(String[]::new);
    }

    /** An enum of the source that feeds one of the vault. */
    private record Fed(TableName table, String column, String type, List<String> values, VaultEnum into) {

        List<String> additions() {
            return into.additions(values);
        }

        Retyped change() {
            return new Retyped(table, column, type, type);
        }

        Obstacle obstacle() {
            Set<String> missing = new LinkedHashSet<>(values);
            missing.removeAll(into.values());
            return new Obstacle(
                    "has the column " + column + " with the values " + String.join(", ", missing) + ", " + LACKING
                            + ": changes with them become dead letters, which are retried when it has them",
                    "on the warehouse, "
                            + into.foreignOwner()
                                    .map(owner -> "as " + owner + ", ")
                                    .orElse("")
                            + String.join("; ", additions()),
                    false);
        }
    }

    /** What is in the way of tables, as the last look found it. */
    Map<TableName, Obstacle> obstacles() {
        return obstacles;
    }

    /**
     * Looks for values that the source's enums have, and the warehouse's lack.
     *
     * @throws CdcVaultException when the capture must begin again, so that loaders retry what they have set aside
     */
    void look() {
        try {
            if (again.isPast()) {
                known = known();
                again = time.deadline(KNOWN);
            }
            if (!known.isEmpty()) {
                follow(fed());
            }
        } catch (CdcVaultException e) {
            if (e.kind() == FailureKind.SOURCE_CHANGED) {
                throw e;
            }
            LOG.debug("Enums are not compared; the next look tries again", e);
        }
    }

    private void follow(List<Fed> all) {
        List<Fed> lacking =
                all.stream().filter(fed -> !fed.additions().isEmpty()).toList();
        List<Fed> followed = lacking.stream()
                .filter(fed -> installation.driftRules().types(fed.table()) != Types.PARK
                        && fed.into().foreignOwner().isEmpty())
                .toList();
        Set<TableName> held = new TreeSet<>(isFirst ? heldBefore() : obstacles.keySet());
        isFirst = false;
        Map<TableName, Obstacle> inTheWay = new TreeMap<>();
        lacking.stream()
                .filter(fed -> !followed.contains(fed))
                .forEach(fed -> inTheWay.put(fed.table(), fed.obstacle()));
        held.removeAll(inTheWay.keySet());
        obstacles = inTheWay;
        List<ColumnChange> changes = new ArrayList<>();
        Set<String> statements = new LinkedHashSet<>();
        followed.forEach(fed -> {
            statements.addAll(fed.additions());
            changes.add(fed.change());
        });
        all.stream()
                .filter(fed -> held.contains(fed.table()) && fed.additions().isEmpty())
                .forEach(fed -> changes.add(fed.change()));
        if (!changes.isEmpty()
                && ledger.alter(List.copyOf(statements), changes, installation.followed(), source.insertedWalEnd())) {
            throw new CdcVaultException(
                    FailureKind.SOURCE_CHANGED,
                    changes.stream().map(ColumnNews::text).collect(Collectors.joining("; ")));
        }
    }

    /** Tables that an earlier process left with letters to retry. */
    private Set<TableName> heldBefore() {
        return ledger.memory().entries().entrySet().stream()
                .filter(entry -> entry.getValue().obstacle().orElse("").contains(LACKING))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Map<String, VaultEnum> known() {
        String schema = installation.model().settings().schema();
        try (Warehouse warehouse = Warehouse.connectBriefly(installation.settings())) {
            return warehouse.attempt("read the vault's enums", () -> {
                Map<String, VaultEnum> enums = new HashMap<>();
                for (VaultEnum each : VaultEnum.of(warehouse.connection(), schema)) {
                    enums.put(each.table() + "." + each.column(), each);
                }
                warehouse.connection().commit();
                return enums;
            });
        }
    }

    private List<Fed> fed() {
        return source.ask("read the values of enums", connection -> {
            List<Fed> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(ENUMS)) {
                statement.setArray(1, connection.createArrayOf("text", tables));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        TableName table = new TableName(row.getString(1), row.getString(2));
                        String column = row.getString(3);
                        String type = row.getString(4);
                        List<String> values = List.of((String[]) row.getArray(5).getArray());
                        installation.model().source(table).ifPresent(mapped -> into(mapped, column)
                                .forEach(into -> found.add(new Fed(table, column, type, values, into))));
                    }
                }
            }
            return found;
        });
    }

    /** The vault's enums that a column feeds as it is. */
    private List<VaultEnum> into(SourceTable mapped, String column) {
        List<VaultEnum> into = new ArrayList<>();
        mapped.hubs().forEach(feed -> add(into, feed.hub(), feed.columns(), column));
        mapped.satellites().forEach(feed -> add(into, feed.satellite(), feed.columns(), column));
        return into;
    }

    private void add(List<VaultEnum> into, String table, Map<String, String> columns, String column) {
        columns.forEach((name, fed) -> {
            VaultEnum each = known.get(table + "." + name);
            if (fed.equals(column) && each != null) {
                into.add(each);
            }
        });
    }
}
