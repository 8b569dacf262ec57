package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SchemaImpl;

/** A model's tables as jOOQ sees them, made at run time: the twin of the classes generated for a shipped model. */
public final class VaultSchema extends SchemaImpl {

    private static final long serialVersionUID = 1L;

    private final transient List<ShapedTable> tables;

    private VaultSchema(VaultModel model) {
        super(DSL.name(model.settings().schema()));
        this.tables = VaultTables.of(model).stream()
                .map(shape -> new ShapedTable(this, shape))
                .toList();
    }

    /** A schema whose tables have typed fields and primary keys. */
    public static Schema of(VaultModel model) {
        return new VaultSchema(model);
    }

    @Override
    public List<Table<?>> getTables() {
        return List.copyOf(tables);
    }
}
