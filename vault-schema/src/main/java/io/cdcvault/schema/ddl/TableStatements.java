package io.cdcvault.schema.ddl;

import static org.jooq.impl.DSL.check;
import static org.jooq.impl.DSL.commentOnColumn;
import static org.jooq.impl.DSL.commentOnTable;
import static org.jooq.impl.DSL.createIndexIfNotExists;
import static org.jooq.impl.DSL.createTableIfNotExists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.foreignKey;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.primaryKey;
import static org.jooq.impl.DSL.query;
import static org.jooq.impl.DSL.raw;
import static org.jooq.impl.DSL.table;

import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Constraint;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A table, its indexes and its comments. */
final class TableStatements {

    private final String schema;
    private final boolean foreignKeys;
    private final ExistingColumns existing;

    TableStatements(VaultModel model, ExistingColumns existing) {
        this.schema = model.settings().schema();
        this.foreignKeys = model.settings().foreignKeys();
        this.existing = existing;
    }

    /** Nothing that is there: a vault of thousands of tables is looked at in each start. */
    Stream<Query> of(TableShape shape) {
        boolean isThere = existing.has(shape.name());
        List<ColumnShape> missing = existing.missing(shape);
        return Stream.of(
                        isThere ? Stream.<Query>empty() : Stream.of(create(shape)),
                        missing.stream().map(column -> add(shape, column)),
                        shape.indexes().stream()
                                .filter(index -> !existing.has(IndexName.of(shape.name(), index.columns())))
                                .map(index -> index(shape, index)),
                        isThere ? missing.stream().map(column -> comment(shape, column)) : comments(shape))
                .flatMap(queries -> queries);
    }

    private Query create(TableShape shape) {
        return createTableIfNotExists(named(shape))
                .columns(shape.columns().stream()
                        .map(column -> field(name(column.name()), column.declaredType()))
                        .toList())
                .constraints(constraints(shape));
    }

    private Query add(TableShape shape, ColumnShape column) {
        return query(
                "alter table {0} add column if not exists {1} {2}",
                named(shape), name(column.name()), raw(column.type()));
    }

    private List<Constraint> constraints(TableShape shape) {
        List<Constraint> constraints = new ArrayList<>();
        constraints.add(primaryKey(fields(shape.primaryKey())));
        shape.columns().stream()
                .filter(column -> !column.allowed().isEmpty())
                .map(TableStatements::onlyAllowed)
                .forEach(constraints::add);
        if (foreignKeys) {
            shape.references().stream().map(this::reference).forEach(constraints::add);
        }
        return constraints;
    }

    private static Constraint onlyAllowed(ColumnShape column) {
        return check(field(name(column.name()), SQLDataType.CHAR)
                .in(column.allowed().stream().map(DSL::inline).toList()));
    }

    private Constraint reference(TableShape.Reference reference) {
        return foreignKey(name(reference.column())).references(name(schema, reference.table()), name(reference.key()));
    }

    private Query index(TableShape shape, IndexShape index) {
        Name name = name(IndexName.of(shape.name(), index.columns()));
        return switch (index.method()) {
            case BTREE -> createIndexIfNotExists(name).on(table(named(shape)), fields(index.columns()));
            case HASH ->
                query(
                        "create index if not exists {0} on {1} using hash ({2})",
                        name, named(shape), name(index.columns().get(0)));
        };
    }

    private Stream<Query> comments(TableShape shape) {
        Query ofTable = commentOnTable(named(shape)).is(shape.comment());
        return Stream.concat(Stream.of(ofTable), shape.columns().stream().map(column -> comment(shape, column)));
    }

    private Query comment(TableShape shape, ColumnShape column) {
        return commentOnColumn(name(schema, shape.name(), column.name())).is(column.comment());
    }

    private Name named(TableShape shape) {
        return name(schema, shape.name());
    }

    private static List<Field<?>> fields(List<String> names) {
        return names.stream().<Field<?>>map(column -> field(name(column))).toList();
    }
}
