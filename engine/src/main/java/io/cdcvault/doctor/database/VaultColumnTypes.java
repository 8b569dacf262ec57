package io.cdcvault.doctor.database;

import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.schema.ddl.ColumnShape;
import io.cdcvault.schema.ddl.TableShape;
import io.cdcvault.schema.ddl.VaultTables;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.model.WiderTypes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the columns of the vault's tables, as far as they exist, have the model's types. */
public final class VaultColumnTypes implements Check {

    /** The first version that knows the size of a type that is given by name. */
    private static final int KNOWS_SIZES = 17;

    private static final String QUERY =
            """
            select w.table_name as "table", w.name as name, w.type as wanted,
              format_type(a.atttypid, a.atttypmod) as type
            from unnest(?::text[], ?::text[], ?::text[]) as w (table_name, name, type)
            join pg_namespace n on n.nspname = ?
            join pg_class c on c.relnamespace = n.oid and c.relname = w.table_name and c.relkind in ('r', 'p')
            join pg_attribute a on a.attrelid = c.oid and a.attname = w.name and a.attnum > 0
            where to_regtype(w.type) is not null and (a.atttypid <> to_regtype(w.type)%s)
            order by 1, a.attnum""";

    /** Of times, six digits are what there is without a number, too. */
    private static final String SIZES =
            """
             or a.atttypmod <> to_regtypemod(w.type) and not (
              a.atttypid in ('time'::regtype, 'timetz'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
              and least(a.atttypmod, to_regtypemod(w.type)) = -1
              and greatest(a.atttypmod, to_regtypemod(w.type)) = 6)""";

    private final VaultModel model;

    public VaultColumnTypes(VaultModel model) {
        this.model = model;
    }

    @Override
    public List<Finding> findings(ExaminedSession session) throws SQLException {
        Subject subject = new Subject(
                Area.WAREHOUSE,
                "vault columns",
                "A column becomes wider when the model says so, and nothing else: docs/schema-changes.md has the steps.");
        List<String> tables = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (TableShape table : VaultTables.of(model)) {
            for (ColumnShape column : table.columns()) {
                tables.add(table.name());
                names.add(column.name());
                types.add(column.type());
            }
        }
        boolean knowsSizes = session.connection().getMetaData().getDatabaseMajorVersion() >= KNOWS_SIZES;
        List<CatalogRow> differing = session.rows(
                QUERY.formatted(knowsSizes ? SIZES : ""),
                tables,
                names,
                types,
                model.settings().schema());
        List<Finding> findings = differing.stream()
                .filter(row -> !becomesWider(row.text("type"), row.text("wanted")))
                .map(row -> finding(subject, row))
                .toList();
        return findings.isEmpty() ? List.of(subject.ok("have the model's types, or hold them")) : findings;
    }

    /** Also of a column that is wider already: what the model says of it fits. */
    private static boolean becomesWider(String type, String wanted) {
        return wanted.equals("text") || WiderTypes.union(type, wanted).isPresent();
    }

    private static Finding finding(Subject subject, CatalogRow row) {
        return subject.error(row.text("table") + "." + row.text("name") + " is " + row.text("type")
                + " in the warehouse, but " + row.text("wanted") + " in the model");
    }
}
