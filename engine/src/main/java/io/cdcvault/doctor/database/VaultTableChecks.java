package io.cdcvault.doctor.database;

import static io.cdcvault.database.Identifiers.quoted;
import static io.cdcvault.doctor.finding.Fix.Place.WAREHOUSE;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.schema.ddl.ColumnShape;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the vault's tables, as far as they exist, have the model's columns. */
public final class VaultTableChecks implements Check {

    private static final String COLUMNS =
            """
            select c.relname as "table", a.attname as name
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where n.nspname = ? and c.relkind in ('r', 'p')""";

    private final VaultModel model;

    public VaultTableChecks(VaultModel model) {
        this.model = model;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        Map<String, Set<String>> existing = new HashMap<>();
        session.rows(COLUMNS, model.settings().schema())
                .forEach(row -> existing.computeIfAbsent(row.text("table"), name -> new HashSet<>())
                        .add(row.text("name")));
        return assess(existing);
    }

    /** @param existing columns by table */
    List<Finding> assess(Map<String, Set<String>> existing) {
        Subject subject = new Subject(Area.WAREHOUSE, "vault tables", "What has no column cannot be loaded.");
        List<TableShape> shapes = VaultTables.of(model);
        List<Finding> findings = new ArrayList<>();
        for (TableShape shape : shapes) {
            Set<String> columns = existing.get(shape.name());
            if (columns != null) {
                shape.columns().stream()
                        .filter(column -> !columns.contains(column.name()))
                        .map(column -> lacking(subject, shape, column))
                        .forEach(findings::add);
            }
        }
        long there = shapes.stream()
                .filter(shape -> existing.containsKey(shape.name()))
                .count();
        if (findings.isEmpty()) {
            findings.add(subject.ok(there + " of " + shapes.size() + " exist"
                    + (there < shapes.size() ? "; the service creates the others" : ", with the model's columns")));
        }
        return findings;
    }

    private Finding lacking(Subject subject, TableShape shape, ColumnShape column) {
        TableName table = new TableName(model.settings().schema(), shape.name());
        String found = table + " lacks the model's column " + column.name();
        if (shape.kind() == TableShape.Kind.SATELLITE && column.isNullable()) {
            return subject.info(
                    found + ": the service adds it when it starts",
                    Fix.sql(
                            WAREHOUSE,
                            "alter table " + quoted(table) + " add column " + quoted(column.name()) + " "
                                    + column.type()));
        }
        // A column that must not be empty cannot be added to rows that exist.
        return column.isNullable()
                ? subject.error(
                        found,
                        Fix.sql(
                                WAREHOUSE,
                                "alter table " + quoted(table) + " add column " + quoted(column.name()) + " "
                                        + column.type()))
                : subject.error(found + ": drop the table: the service creates and loads it again");
    }
}
