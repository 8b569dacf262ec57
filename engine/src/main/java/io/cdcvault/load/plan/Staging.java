package io.cdcvault.load.plan;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Computed;
import io.cdcvault.schema.model.Computed.Argument;
import io.cdcvault.schema.model.Computed.Constant;
import io.cdcvault.schema.model.Computed.Expression;
import io.cdcvault.schema.model.FittingName;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.SourceTable.HubFeed;
import io.cdcvault.schema.model.VaultModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 *
 * <p>Why it computes: docs/decisions/0030-the-staging-table-computes.md and
 * docs/decisions/0038-a-row-filter-decides-what-is-alive.md
 */
public final class Staging {

    /** Order of the change among all staged ones. */
    static final Field<Long> SEQUENCE = field(name("#seq"), SQLDataType.BIGINT);
    /** Whether the row exists after the change. */
    static final Field<Boolean> LIVE = field(name("#live"), SQLDataType.BOOLEAN);

    static final Field<Object> LOAD_DATE = field(name("#load_date"), Object.class);
    static final Field<Object> LSN = field(name("#lsn"), Object.class);

    /** Of a line that is checked. */
    public static final String WHOLE = "t";

    public static final String KEYED = "k";

    private static final String ASIDE = "\"cdc-vault set aside\"";
    private static final String RECORD_SOURCE_TYPE = "text";
    private static final String PROBE = "\"cdc-vault probe\"";
    /** Whether the parts of the row's key that are computed are given. */
    private static final String GIVEN = "\"#given\"";

    private static final List<String> OWN_COLUMNS = List.of("#load_date", "#lsn", "#toasted", "#row_key", "#event");
    /**
     * Whether the row exists at the source after the change, where that is not all that its life in the vault takes.
     */
    private static final String THERE = "#there";

    private static final String CREATE =
            """
            create temporary table if not exists {stage} (
              "#seq" bigint not null,
              {life},
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
            where "#toasted" <> '{}' and "#event" is distinct from 'e'{concerned} and not exists (
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
            {assignments}{computations}    exception when others then
                  if left(sqlstate, 2) not in ('22', '23', '54', 'P0') then raise; end if;
                  "#column" := "#at";
                  "#message" := sqlerrm;
                  return next;
                end;
              end loop;
            end""";

    private final String tableName;
    private final Map<Source, String> columns = new LinkedHashMap<>();
    /** By staged column, what its value is instead of a column's. */
    private final Map<String, Computed> computed = new LinkedHashMap<>();

    /** Of those the expressions that identify a row: a row that goes without a change of its own has their values. */
    private final Map<String, Expression> ofRowKey = new LinkedHashMap<>();

    /** Of business keys that such an expression is a part of, the parts that say something about the row. */
    private final List<List<String>> computedKeys = new ArrayList<>();

    private final SourceTable source;
    private final Set<String> ofHubs = new HashSet<>();

    /** @param type of the vault column that it feeds; one source column may feed columns of different types */
    record Source(String column, String type) {}

    Staging(VaultModel model, SourceTable source) {
        this.tableName = FittingName.of("staged " + source.table());
        this.source = source;
        // First, because expressions call their columns by these very names.
        source.computed().values().stream()
                .flatMap(Staging::arguments)
                .forEach(argument -> columns.putIfAbsent(
                        new Source(
                                argument.getValue().column(),
                                argument.getValue().type()),
                        argument.getKey()));
        // Whether a row without a key has a place in the vault is asked by them, too.
        source.filter()
                .ifPresent(condition -> ofHubs.addAll(condition.arguments().keySet()));
        source.hubs().forEach(feed -> feed.columns()
                .forEach((key, column) ->
                        addOfHub(column, type(model.hub(feed.hub()).businessKey(), key))));
        VaultKeys.rowHubs(model, source).forEach(feed -> addToRowKey(model, feed));
        source.recordSourceColumn().ifPresent(column -> addOfHub(column, RECORD_SOURCE_TYPE));
        source.satellites().forEach(feed -> feed.columns()
                .forEach((attribute, column) -> add(column, type(allColumns(model, feed.satellite()), attribute))));
    }

    private void addToRowKey(VaultModel model, HubFeed feed) {
        List<String> telling = new ArrayList<>();
        boolean isComputed = false;
        for (Column key : model.hub(feed.hub()).businessKey()) {
            String fed = Objects.requireNonNull(feed.columns().get(key.name()));
            String staged = column(fed, key.type()).getName();
            if (!source.isConstant(fed)) {
                telling.add(staged);
            }
            if (source.computed().get(fed) instanceof Expression expression) {
                isComputed = true;
                ofRowKey.put(staged, expression);
            }
        }
        if (isComputed) {
            computedKeys.add(telling);
        }
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

    private static Stream<Map.Entry<String, Argument>> arguments(Computed value) {
        return value instanceof Expression expression ? expression.arguments().entrySet().stream() : Stream.of();
    }

    private void addOfHub(String column, String type) {
        add(column, type);
        ofHubs.add(column(column, type).getName());
        Stream.ofNullable(source.computed().get(column))
                .flatMap(Staging::arguments)
                .forEach(argument -> ofHubs.add(argument.getKey()));
    }

    private void add(String column, String type) {
        Source added = new Source(column, type);
        if (!columns.containsKey(added)) {
            String staged = free(column, type);
            columns.put(added, staged);
            Optional.ofNullable(source.computed().get(column)).ifPresent(value -> computed.put(staged, value));
        }
    }

    private String free(String column, String type) {
        String free = FittingName.withoutHash(source.computed().containsKey(column) ? FittingName.of(column) : column);
        for (int nth = 1; columns.containsValue(free); nth++) {
            free = FittingName.withoutHash(FittingName.of(column + " as " + type + (nth == 1 ? "" : " " + nth)));
        }
        return free;
    }

    /** Where a change comes from; empty when it is the same for all of the table's. */
    Optional<Field<Object>> recordSource() {
        return source.recordSourceColumn()
                .map(column -> field(
                        "coalesce(nullif({0}, ''), {1})",
                        Object.class, column(column, RECORD_SOURCE_TYPE), DSL.inline(source.recordSource())));
    }

    /** Whether rows that exist may have no place in the vault, because a condition is not true for them. */
    public boolean isFiltered() {
        return source.filter().isPresent();
    }

    /** The column, quoted, that is written to say whether the row exists at the source after the change. */
    String there() {
        return quoted(isFiltered() ? THERE : LIVE.getName());
    }

    /** Whether the staging table has columns that are not written. */
    private boolean computes() {
        return !computed.isEmpty() || isFiltered();
    }

    /** While a value is missing that the condition is made of, the row counts as one that meets it: it waits then. */
    private String life() {
        String there = there() + " boolean not null";
        return source.filter()
                .map(condition -> there + ",\n  " + quoted(LIVE.getName()) + " boolean not null generated always as ("
                        + isLive(condition) + ") stored")
                .orElse(there);
    }

    private String isLive(Expression condition) {
        return "case when not " + there() + " then false when " + lacks(condition) + " then true else ("
                + condition.sql() + ") is true end";
    }

    private static String lacks(Expression expression) {
        return "\"#toasted\" && array["
                + expression.arguments().keySet().stream()
                        .map(Identifiers::literal)
                        .collect(Collectors.joining(", "))
                + "]::text[]";
    }

    /** Whether an expression is a part of what identifies a row. */
    public boolean hasComputedKey() {
        return !ofRowKey.isEmpty();
    }

    /** Where a value of a row's key is written that is known without what it is computed of. */
    private String given(String staged) {
        return "#given " + List.copyOf(ofRowKey.keySet()).indexOf(staged);
    }

    private String typeOf(String staged) {
        return columns.entrySet().stream()
                .filter(each -> each.getValue().equals(staged))
                .map(each -> each.getKey().type())
                .findFirst()
                .orElseThrow();
    }

    /** The columns to write, quoted, so that rows have a key whose parts are known. */
    String keyColumns(List<String> rowKey) {
        return Stream.concat(
                        rowKey.stream().map(column -> quoted(ofRowKey.containsKey(column) ? given(column) : column)),
                        hasComputedKey() ? Stream.of(GIVEN) : Stream.of())
                .collect(Collectors.joining(", "));
    }

    /** What is written to {@link #keyColumns} beside the parts of the key, after a comma. */
    String keyIsGiven() {
        return hasComputedKey() ? ", true" : "";
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

    /** The columns in the order of {@link #copyStatement}, after our own; without those that the table computes. */
    public List<StagedColumn> sourceColumns() {
        return columns.entrySet().stream()
                .filter(entry -> !computed.containsKey(entry.getValue()))
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
                        + entry.getKey().type() + computation(entry.getValue()))
                .collect(Collectors.joining());
        int given = 0;
        StringBuilder values = new StringBuilder(typed);
        for (String staged : ofRowKey.keySet()) {
            values.append(given == 0 ? ",\n  " + GIVEN + " boolean not null default false" : "")
                    .append(",\n  ")
                    .append(quoted(given(staged)))
                    .append(" ")
                    .append(typeOf(staged));
            given++;
        }
        return SqlText.of(CREATE)
                .with("stage", quoted(tableName))
                .with("life", life())
                .with("columns", values.toString())
                .sql();
    }

    /** Drops the table and the function that checks its values. */
    public List<String> dropStatements() {
        return List.of(
                "drop function if exists pg_temp." + quoted(checkName()) + "(text[])",
                "drop table if exists pg_temp." + quoted(tableName));
    }

    /** An expression has a value where the row is to be in the vault and has all that it is made of. */
    private String computation(String staged) {
        Computed value = computed.get(staged);
        if (ofRowKey.containsKey(staged)) {
            Expression expression = ofRowKey.get(staged);
            return " generated always as (case when " + GIVEN + " then " + quoted(given(staged)) + " when not "
                    + lacks(expression) + " then (" + expression.sql() + ") end) stored";
        }
        if (value instanceof Expression expression) {
            String isLive = source.filter().map(this::isLive).orElse(there());
            return " generated always as (case when " + isLive + " and not " + lacks(expression) + " then ("
                    + expression.sql() + ") end) stored";
        }
        return value instanceof Constant constant ? " default " + literal(constant.text()) : "";
    }

    /**
     * Statements that fail where a constant is no value of its type, or where an expression is none over its columns
     * alone, or is not immutable; they leave nothing behind. By what is computed.
     */
    public Map<String, List<String>> computationChecks() {
        Map<String, List<String>> checks = new LinkedHashMap<>();
        source.filter()
                .ifPresent(condition ->
                        checks.put(SourceTable.nameOfFilter(condition), check(condition, "boolean", " is true")));
        columns.forEach((from, staged) -> {
            Computed value = computed.get(staged);
            if (value instanceof Expression expression) {
                checks.computeIfAbsent(from.column(), name -> new ArrayList<>())
                        .addAll(check(expression, from.type(), ""));
            } else if (value instanceof Constant constant) {
                checks.computeIfAbsent(from.column(), name -> new ArrayList<>())
                        .add("select cast(" + literal(constant.text()) + " as " + from.type() + ")");
            }
        });
        return checks;
    }

    /** @param test that the value is put to, or nothing */
    private static String tested(Expression expression, String test) {
        return test.isEmpty() ? expression.sql() : "(" + expression.sql() + ")" + test;
    }

    private static List<String> check(Expression expression, String type, String test) {
        String argumentColumns = expression.arguments().entrySet().stream()
                .map(argument ->
                        quoted(argument.getKey()) + " " + argument.getValue().type())
                .collect(Collectors.joining(", "));
        return List.of(
                "create temporary table " + PROBE + " (" + argumentColumns + ", \"#value\" " + type
                        + " generated always as (" + tested(expression, test) + ") stored)",
                "drop table " + PROBE);
    }

    /** Of columns that are written. */
    private String written() {
        return written(sourceColumns().stream().map(StagedColumn::staged));
    }

    private String written(Stream<String> staged) {
        return Stream.concat(
                        Stream.of(quoted(SEQUENCE.getName()), there()),
                        Stream.concat(OWN_COLUMNS.stream(), staged).map(Identifiers::quoted))
                .collect(Collectors.joining(", "));
    }

    /** Whether a row meets the condition; parameters: the columns in the order of {@link #filterColumns}, as text. */
    public String filterStatement() {
        Expression condition = source.filter().orElseThrow();
        return "select (" + condition.sql() + ") is true from (select " + parameters(condition) + ") as \"#of\"";
    }

    /** The source's columns that the condition is made of; none when there is none. */
    public List<String> filterColumns() {
        return source.filter().stream()
                .flatMap(condition -> condition.arguments().values().stream())
                .map(Argument::column)
                .toList();
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
                .with("concerned", isFiltered() ? " and (\"#live\" or not " + there() + ")" : "")
                .with("same_row", sameRow)
                .sql();
    }

    /** The rows that lack a column's value, each by sequence, key and load date; parameter: the column. */
    public String lackingStatement() {
        return "select \"#seq\", \"#row_key\", (extract(epoch from \"#load_date\") * 1000000)::bigint from "
                + quoted(tableName) + " where ? = any(\"#toasted\") and \"#row_key\" is not null order by 1";
    }

    /**
     * Takes back what was staged of one row under a sequence, or without one, of one transaction; parameters: the
     * sequence or NULL, the load date or NULL, then the row's key.
     *
     * @param key what identifies a row
     */
    public String unstageStatement(List<KeyPart> key) {
        return "delete from " + quoted(tableName) + " where (\"#seq\" = ?::bigint or \"#load_date\" = ?::timestamptz)"
                + key.stream().map(part -> " and " + part.condition()).collect(Collectors.joining());
    }

    /**
     * A part of what identifies a row.
     *
     * @param condition that a staged row has it; parameters: the source's columns, as text
     * @param columns of the source that it is made of
     */
    public record KeyPart(String condition, List<String> columns) {

        public KeyPart {
            columns = List.copyOf(columns);
        }
    }

    /**
     * What identifies a row, without constants.
     *
     * @param rowKey the staged columns that do
     */
    public List<KeyPart> keyParts(List<String> rowKey) {
        List<KeyPart> parts = new ArrayList<>();
        sourceColumns().stream()
                .filter(column -> rowKey.contains(column.staged()))
                .forEach(column -> parts.add(new KeyPart(
                        quoted(column.staged()) + " is not distinct from ?::text::" + column.type(),
                        List.of(column.name()))));
        ofRowKey.forEach((staged, expression) -> parts.add(new KeyPart(
                quoted(staged) + " is not distinct from (select (" + expression.sql() + ")::" + typeOf(staged)
                        + " from (select " + parameters(expression) + ") as \"#of\")",
                expression.arguments().values().stream().map(Argument::column).toList())));
        return parts;
    }

    private static String parameters(Expression expression) {
        return expression.arguments().entrySet().stream()
                .map(argument -> "?::text::" + argument.getValue().type() + " as " + quoted(argument.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** Finds the rows that exist and whose key is computed to be nothing: each by key and load date. */
    public String emptyKeyStatement() {
        return "select \"#row_key\", (extract(epoch from \"#load_date\") * 1000000)::bigint from " + quoted(tableName)
                + " where \"#live\" and ("
                + computedKeys.stream()
                        .map(key -> key.stream()
                                .map(staged -> quoted(staged) + " is null")
                                .collect(Collectors.joining(" and ", "(", ")")))
                        .collect(Collectors.joining(" or "))
                + ") order by \"#seq\"";
    }

    /** The expressions that identify a row, as messages name them. */
    public String computedKey() {
        return ofRowKey.values().stream().map(Expression::name).collect(Collectors.joining(", "));
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
        String brought = computes() ? keptAside() : "*";
        return "insert into " + quoted(tableName) + (computes() ? " (" + brought + ")" : "") + " select " + brought
                + " from " + ASIDE + " where \"#seq\" between ? and ?";
    }

    /** A constant may have been overwritten by what the vault has for it; an expression's value cannot be written. */
    private String keptAside() {
        return written(Stream.concat(
                        columns.values().stream().filter(staged -> !(computed.get(staged) instanceof Expression)),
                        ofRowKey.keySet().stream().map(this::given)))
                + (hasComputedKey() ? ", " + GIVEN : "");
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

    /** What is computed of the row, in the order in which {@link #checkFunction} tries it after the columns. */
    public List<String> expressions() {
        return Stream.concat(
                        source.filter().map(SourceTable::nameOfFilter).stream(),
                        computed.values().stream()
                                .filter(Expression.class::isInstance)
                                .map(Computed::name))
                .toList();
    }

    /** As the generated columns do it, if the last value of the line says that all is there. */
    private String computations() {
        StringBuilder computations = new StringBuilder();
        int at = sourceColumns().size();
        String said = "\"#values\"[" + (sourceColumns().size() + 1) + "]";
        String isKeyed = said + " is not null";
        String isWhole = hasComputedKey() ? said + " = '" + WHOLE + "'" : isKeyed;
        if (source.filter().isPresent()) {
            at++;
            computations.append(
                    computation(at, isWhole, LIVE.getName(), source.filter().get(), " is true"));
            isWhole += " and \"#row\".\"#live\"";
        }
        for (Map.Entry<String, Expression> entry : computedExpressions().entrySet()) {
            at++;
            String when = ofRowKey.containsKey(entry.getKey()) ? isKeyed : isWhole;
            computations.append(computation(at, when, entry.getKey(), entry.getValue(), ""));
        }
        return computations.toString();
    }

    private Map<String, Expression> computedExpressions() {
        Map<String, Expression> expressions = new LinkedHashMap<>();
        computed.forEach((staged, value) -> {
            if (value instanceof Expression expression) {
                expressions.put(staged, expression);
            }
        });
        return expressions;
    }

    private static String computation(int at, String when, String into, Expression expression, String test) {
        return "      \"#at\" := " + at + "; if " + when + " then \"#row\"." + quoted(into) + " := (select "
                + tested(expression, test) + " from (select "
                + expression.arguments().keySet().stream()
                        .map(name -> "\"#row\"." + quoted(name) + " as " + quoted(name))
                        .collect(Collectors.joining(", "))
                + ") as \"#of\"); end if;\n";
    }

    /**
     * Calls the function; parameter: an array of lines, each an array of the source columns' values, and at its end
     * {@link #WHOLE} if the row has all values that expressions are made of, {@link #KEYED} if it has those of its key.
     */
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
        for (StagedColumn each : sourceColumns()) {
            String staged = each.staged();
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
                .with("computations", computations())
                .sql();
        return "create function pg_temp." + quoted(checkName())
                + "(text[]) returns table (\"#line\" int, \"#column\" int, \"#message\" text) language plpgsql as "
                + literal(body);
    }

    public String copyStatement() {
        return "copy " + quoted(tableName) + (computes() ? " (" + written() + ")" : "") + " from stdin";
    }

    /** Gives the rows of a load date the LSN that was not known when they were staged; parameters: LSN, load date. */
    public String commitLsnStatement() {
        return "update " + quoted(tableName) + " set \"#lsn\" = ?::pg_lsn"
                + " where \"#load_date\" = ?::timestamptz and \"#lsn\" is null";
    }
}
