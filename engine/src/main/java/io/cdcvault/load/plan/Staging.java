package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A source table's changes on their way into the vault: a temporary table whose columns have the vault's types, so that
 * the server itself checks every value as it is copied in, and a transaction of any size passes without being held in
 * memory.
 *
 * <p>Names of our own hold a {@code #}, those that the source's columns are staged under do not.
 */
public final class Staging {

    /** Order of the change among all staged ones. */
    static final Field<Long> SEQUENCE = field(name("#seq"), SQLDataType.BIGINT);
    /** Whether the row exists after the change. */
    static final Field<Boolean> LIVE = field(name("#live"), SQLDataType.BOOLEAN);

    static final Field<Object> LOAD_DATE = field(name("#load_date"), Object.class);
    static final Field<Object> LSN = field(name("#lsn"), Object.class);

    private static final String ASIDE = "\"cdc-vault set aside\"";

    private static final String CREATE =
            """
            create temporary table if not exists {stage} (
              "#seq" bigint not null,
              "#live" boolean not null,
              "#load_date" timestamptz not null,
              "#lsn" pg_lsn,
              "#toasted" text[] not null default '{}',
              "#row_key" text,
              "#event" "char"{columns}
            ) on commit delete rows""";

    private static final String MISSING =
            """
            select "#row_key", (extract(epoch from "#load_date") * 1000000)::bigint, array_to_string("#toasted", ', ')
            from {stage} as s
            where "#toasted" <> '{}' and "#event" is distinct from 'e' and not exists (
              select 1 from {stage} as later
              where later."#load_date" = s."#load_date" and later."#seq" > s."#seq" and {same_row})
            order by "#seq\"""";

    private static final String CHECK =
            """
            declare
              "#row" pg_temp.{stage}%rowtype;
              "#values" text[];
              "#at" int;
            begin
              "#line" := 0;
              foreach "#values" slice 1 in array $1 loop
                "#line" := "#line" + 1;
                begin
            {assignments}    exception when others then
                  if left(sqlstate, 2) not in ('22', '23', '54', 'P0') then raise; end if;
                  "#column" := "#at";
                  "#message" := sqlerrm;
                  return next;
                end;
              end loop;
            end""";

    private final String tableName;
    private final Map<Source, String> columns = new LinkedHashMap<>();
    private final Set<String> ofHubs;

    /** @param type of the vault column that it feeds; one source column may feed columns of different types */
    record Source(String column, String type) {}

    Staging(VaultModel model, SourceTable source) {
        this.tableName = FittingName.of("staged " + source.table());
        source.hubs().forEach(feed -> feed.columns()
                .forEach((key, column) -> add(column, type(model.hub(feed.hub()).businessKey(), key))));
        this.ofHubs = Set.copyOf(columns.values());
        source.satellites().forEach(feed -> feed.columns()
                .forEach((attribute, column) -> add(column, type(allColumns(model, feed.satellite()), attribute))));
    }

    private static List<Column> allColumns(VaultModel model, String satellite) {
        List<Column> all = new ArrayList<>(model.satellite(satellite).childKey());
        all.addAll(model.satellite(satellite).attributes());
        return all;
    }

    private static String type(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No column named " + name))
                .type();
    }

    private void add(String column, String type) {
        Source source = new Source(column, type);
        if (!columns.containsKey(source)) {
            columns.put(source, free(column, type));
        }
    }

    private String free(String column, String type) {
        String free = FittingName.withoutHash(column);
        for (int nth = 1; columns.containsValue(free); nth++) {
            free = FittingName.withoutHash(FittingName.of(column + " as " + type + (nth == 1 ? "" : " " + nth)));
        }
        return free;
    }

    Table<Record> table() {
        return DSL.table(name(tableName));
    }

    /** The staged column that a vault column is fed from. */
    Field<Object> column(String sourceColumn, String type) {
        String staged = columns.get(new Source(sourceColumn, type));
        if (staged == null) {
            throw new IllegalArgumentException(sourceColumn + " is not staged as " + type);
        }
        return field(name(staged), Object.class);
    }

    /** Whether a staged column is a part of a business key. */
    public boolean isOfHub(String staged) {
        return ofHubs.contains(staged);
    }

    /** The columns in the order of {@link #copyStatement}, after our own. */
    public List<StagedColumn> sourceColumns() {
        return columns.entrySet().stream()
                .map(entry ->
                        new StagedColumn(entry.getKey().column(), entry.getKey().type(), entry.getValue()))
                .toList();
    }

    /**
     * A source column, and the vault type that its value must have.
     *
     * @param name the source's name
     * @param staged the staging table's name for it
     */
    public record StagedColumn(String name, String type, String staged) {}

    public String createStatement() {
        String typed = columns.entrySet().stream()
                .map(entry -> ",\n  " + quoted(entry.getValue()) + " "
                        + entry.getKey().type())
                .collect(Collectors.joining());
        return SqlText.of(CREATE)
                .with("stage", quoted(tableName))
                .with("columns", typed)
                .sql();
    }

    /** Drops the table and the function that checks its values. */
    public List<String> dropStatements() {
        return List.of(
                "drop function if exists pg_temp." + quoted(checkName()) + "(text[])",
                "drop table if exists pg_temp." + quoted(tableName));
    }

    /**
     * Finds the rows that still lack a value, each in its transaction's last state: its key, its load date, the
     * columns.
     *
     * @param rowKey the staged columns that identify a row
     */
    public String missingStatement(List<String> rowKey) {
        String sameRow = rowKey.stream()
                .map(column -> "later." + quoted(column) + " is not distinct from s." + quoted(column))
                .collect(Collectors.joining(" and "));
        return SqlText.of(MISSING)
                .with("stage", quoted(tableName))
                .with("same_row", sameRow)
                .sql();
    }

    /**
     * Takes back what was staged of one row under a sequence, or without one, of one transaction; parameters: the
     * sequence or NULL, the load date or NULL, then the row's key.
     *
     * @param key the columns that identify a row
     */
    public String unstageStatement(List<StagedColumn> key) {
        return "delete from " + quoted(tableName) + " where (\"#seq\" = ?::bigint or \"#load_date\" = ?::timestamptz)"
                + key.stream()
                        .map(column ->
                                " and " + quoted(column.staged()) + " is not distinct from ?::text::" + column.type())
                        .collect(Collectors.joining());
    }

    /** Keeps all that is staged in a table beside, until the warehouse transaction is rolled back. */
    public String setAsideStatement() {
        return "create temporary table " + ASIDE + " on commit drop as table " + quoted(tableName);
    }

    public String emptyStatement() {
        return "truncate " + quoted(tableName);
    }

    /** The sequences of what was set aside, in order. */
    public String sequencesStatement() {
        return "select distinct \"#seq\" from " + ASIDE + " order by 1";
    }

    /** Stages some of what was set aside again; parameters: its first sequence and its last. */
    public String bringBackStatement() {
        return "insert into " + quoted(tableName) + " select * from " + ASIDE + " where \"#seq\" between ? and ?";
    }

    /** Of what was set aside under a sequence: the row's key, if it was staged with it, and the load date. */
    public String keyStatement() {
        return "select \"#row_key\", (extract(epoch from \"#load_date\") * 1000000)::bigint from " + ASIDE
                + " where \"#seq\" = ?";
    }

    /** The staging table's name, not quoted. */
    public String tableName() {
        return tableName;
    }

    /** The name of the function that {@link #checkFunction} creates. */
    public String checkName() {
        return FittingName.of("check " + tableName);
    }

    /** Calls the function; parameter: an array of lines, each an array of the source columns' values. */
    public String checkStatement() {
        return "select * from pg_temp." + quoted(checkName()) + "(?::text[])";
    }

    /**
     * Creates a function that tries each line's values one after the other, as the columns take them: it returns the
     * lines that fail, each with the number of the column and what the server says.
     */
    public String checkFunction() {
        StringBuilder assignments = new StringBuilder();
        int column = 0;
        for (String staged : columns.values()) {
            column++;
            assignments
                    .append("      \"#at\" := ")
                    .append(column)
                    .append("; \"#row\".")
                    .append(quoted(staged))
                    .append(" := \"#values\"[")
                    .append(column)
                    .append("];\n");
        }
        String body = SqlText.of(CHECK)
                .with("stage", quoted(tableName))
                .with("assignments", assignments.toString())
                .sql();
        return "create function pg_temp." + quoted(checkName())
                + "(text[]) returns table (\"#line\" int, \"#column\" int, \"#message\" text) language plpgsql as "
                + literal(body);
    }

    public String copyStatement() {
        return "copy " + quoted(tableName) + " from stdin";
    }

    /** Gives the rows of a load date the LSN that was not known when they were staged; parameters: LSN, load date. */
    public String commitLsnStatement() {
        return "update " + quoted(tableName) + " set \"#lsn\" = ?::pg_lsn"
                + " where \"#load_date\" = ?::timestamptz and \"#lsn\" is null";
    }
}
