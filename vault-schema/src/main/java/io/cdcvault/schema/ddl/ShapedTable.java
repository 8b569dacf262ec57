package io.cdcvault.schema.ddl;

import org.jooq.Record;
import org.jooq.Schema;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.TableImpl;

/** A jOOQ table made from its shape. */
final class ShapedTable extends TableImpl<Record> {

    private static final long serialVersionUID = 1L;

    private final transient UniqueKey<Record> primaryKey;

    ShapedTable(Schema schema, TableShape shape) {
        super(DSL.name(shape.name()), schema);
        shape.columns()
                .forEach(column -> createField(DSL.name(column.name()), column.dataType(), this, column.comment()));
        primaryKey = Internal.createUniqueKey(this, DSL.name(shape.name() + "_pkey"), keyFields(shape), true);
    }

    @Override
    public UniqueKey<Record> getPrimaryKey() {
        return primaryKey;
    }

    /** Every field of this table was made by {@code createField}, which makes table fields. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private TableField<Record, ?>[] keyFields(TableShape shape) {
        return shape.primaryKey().stream()
                .map(key -> (TableField) field(DSL.name(key)))
                .toArray(TableField[]::new);
    }
}
