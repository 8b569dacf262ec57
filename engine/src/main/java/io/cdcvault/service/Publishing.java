package io.cdcvault.service;

import io.cdcvault.bookkeeping.DriftLedger;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.bookkeeping.WiderVault;
import io.cdcvault.capture.source.PublicationSql;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.catalog.CatalogReader;
import io.cdcvault.catalog.Selection;
import io.cdcvault.change.Lsn;
import io.cdcvault.drift.FactsReader;
import io.cdcvault.drift.MappedTable;
import io.cdcvault.drift.Obstacle;
import io.cdcvault.drift.Obstacles;
import io.cdcvault.drift.SourceWatch;
import io.cdcvault.drift.TableFacts;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.installation.Installation;
import io.cdcvault.schema.evolution.ColumnChange;
import io.cdcvault.schema.evolution.Evolution;
import io.cdcvault.schema.model.DriftPolicy.Dropped;
import io.cdcvault.schema.model.DriftPolicy.Types;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Deadline;
import io.cdcvault.time.Stopwatch;
import io.cdcvault.time.Time;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * How the source publishes the tables of an installation: refused before the first capture when it cannot be right,
 * watched from then on.
 */
public final class Publishing implements SourceWatch.Following {

    /** Of the time between two looks, the part at most that they take on the master. */
    private static final int SHARE = 20;

    private final Installation installation;
    private final SourceDatabase source;
    private final List<MappedTable> tables;
    private final Obstacles obstacles;
    private final SourceWatch watch;
    private final NewTables newTables;
    private final EnumValues enums;
    private final Time time;
    private Deadline rest;

    Publishing(Installation installation, SourceDatabase source, Time time) {
        this.time = time;
        this.rest = time.deadline(Duration.ZERO);
        Settings settings = source.settings();
        this.installation = installation;
        this.source = source;
        this.tables = installation.mappedTables();
        this.obstacles = new Obstacles(
                settings.source().publication(),
                settings.source().user(),
                installation.tables(),
                source.serverVersion());
        this.newTables = new NewTables(installation, source, time);
        this.enums = new EnumValues(installation, source, time);
        this.watch = new SourceWatch(
                new SourceWatch.Mapping(installation.model(), installation.followed(), tables),
                obstacles,
                new DriftLedger(settings, installation.model().settings().schema()),
                settings.capture().repair(),
                this,
                time);
    }

    /**
     * What is wrong with the rows of some tables: hidden by a policy, or distinguished by columns that are not unique.
     *
     * @throws CdcVaultException when the master cannot be asked
     */
    public static Map<TableName, List<Obstacle>> rowProblems(
            Installation installation, List<TableName> wanted, Time time) {
        try (SourceDatabase source = SourceDatabase.connect(installation.settings(), "explain")) {
            Publishing publishing = new Publishing(installation, source, time);
            Map<TableName, List<Obstacle>> found = publishing.found(
                    (table, facts) -> facts.exists() ? publishing.obstacles.rows(table, facts) : List.of());
            found.keySet().retainAll(wanted);
            return found;
        }
    }

    /** Whether the source was seen to send these columns of a table, and the model follows what was seen. */
    static boolean isKnown(Installation installation, TableName table, Set<String> columns) {
        DriftLedger ledger = new DriftLedger(
                installation.settings(), installation.model().settings().schema());
        DriftLedger.Memory memory = ledger.memory();
        return memory.columns().equals(installation.followed())
                && SourceWatch.sent(memory, table).equals(columns);
    }

    /** The model's tables, and those that are published beside them and can be captured. */
    List<TableName> tables() {
        return newTables.captured(source.publishedTables());
    }

    /**
     * Creates the publication when there is none; before anything is captured that loses nothing.
     *
     * @throws CdcVaultException when a table cannot be captured right, or when publishing it would break the source
     */
    void prepare() {
        if (source.publicationExists()) {
            SourceWatch.requireNone(
                    found((table, facts) -> isGone(table, facts) ? List.of() : obstacles.of(table, facts)));
        } else {
            requireReady();
            source.createPublication(installation.tables());
            SourceWatch.requireNone(found(obstacles::of));
        }
    }

    /**
     * Asks what publishing the tables would break at the source, or leave wrong in the vault.
     *
     * @throws CdcVaultException when there is such a table
     */
    void requireReady() {
        SourceWatch.requireNone(found(obstacles::before));
    }

    /**
     * Begins to watch.
     *
     * @throws CdcVaultException when there is no publication, though changes were captured by it: what is committed
     *     meanwhile is not sent, so it is not created without being noticed
     */
    void begin() {
        newTables.publishAgain();
        enums.look();
        watch.begin(facts());
        newTables.look();
        if (!source.publicationExists()) {
            throw new CdcVaultException(
                    FailureKind.PUBLICATION_MISSING,
                    "The publication " + source.settings().source().publication()
                            + " does not exist any more, and changes since it was dropped are not sent. Run on the master: "
                            + PublicationSql.create(
                                    source.settings().source().publication(),
                                    installation.tables(),
                                    source.serverVersion()));
        }
    }

    /**
     * Looks again, unless the last look took the master so long that it must rest first.
     *
     * @throws CdcVaultException when the capture must begin again
     */
    void look() {
        if (rest.isPast()) {
            Stopwatch begun = time.stopwatch();
            newTables.publishAgain();
            enums.look();
            Map<TableName, TableFacts> facts = facts();
            rest = time.deadline(begun.elapsed().multipliedBy(SHARE));
            watch.look(facts);
            newTables.look();
        }
    }

    /**
     * Looks because a change of a table has other columns than the model knows.
     *
     * @param came the columns that the model does not know
     * @throws CdcVaultException when the model follows the source
     */
    void learn(TableName table, Set<String> came) {
        watch.learn(facts(), Map.of(table, came));
    }

    @Override
    public boolean isWanted(TableName table) {
        return installation.driftRules().followsColumns(table);
    }

    @Override
    public Types types(TableName table) {
        return installation.driftRules().types(table);
    }

    @Override
    public Dropped dropped(TableName table) {
        return installation.driftRules().dropped(table);
    }

    @Override
    public boolean stopsAtDroppedKeys(TableName table) {
        return installation.driftRules().stopsAtDroppedKeys(table);
    }

    /**
     * Whether a snapshot of a table that is not there ends its rows in the vault.
     *
     * @throws CdcVaultException when a database cannot be asked
     */
    boolean isEnded(TableName table) {
        return watch.gone(table).equals(Optional.of(Dropped.END));
    }

    @Override
    public Optional<Obstacle> otherObstacle(TableName table) {
        return Optional.ofNullable(enums.obstacles().get(table));
    }

    /** A look at the warehouse's catalog, over a connection of its own. */
    @Override
    public Optional<Obstacle> obstacleTo(List<ColumnChange> changes) {
        VaultModel wider = Evolution.of(installation.model(), changes);
        try (Warehouse warehouse = Warehouse.connectBriefly(installation.settings())) {
            return warehouse.attempt(
                    "read what depends on the vault's columns", () -> new WiderVault(warehouse.connection(), wider)
                            .obstruction()
                            .map(each -> new Obstacle(each.columns() + ": " + each.why(), each.remedy(), false)));
        }
    }

    @Override
    public String typeOf(TableName table, String column) {
        return source
                .ask("read the type of a column", connection -> CatalogReader.read(connection, Selection.all()))
                .tables()
                .stream()
                .filter(found -> found.name().equals(table))
                .flatMap(found -> found.columns().stream())
                .filter(found -> found.name().equals(column))
                .findFirst()
                .map(found -> found.type().held())
                // Gone since.
                .orElse("text");
    }

    @Override
    public Optional<TableName> nameOf(String oid) {
        return source.ask("look for a table by its OID", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                            + " where c.oid = ?::oid and c.relkind in ('r', 'p')")) {
                statement.setString(1, oid);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(new TableName(row.getString(1), row.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public Lsn walEnd() {
        return source.insertedWalEnd();
    }

    private Map<TableName, List<Obstacle>> found(BiFunction<MappedTable, TableFacts, List<Obstacle>> rule) {
        Map<TableName, TableFacts> facts = facts();
        Map<TableName, List<Obstacle>> found = new TreeMap<>();
        tables.forEach(table -> Optional.ofNullable(facts.get(table.name()))
                .ifPresent(each -> found.put(table.name(), rule.apply(table, each))));
        return found;
    }

    private boolean isGone(MappedTable table, TableFacts facts) {
        return !facts.exists() && watch.gone(table.name()).isPresent();
    }

    private Map<TableName, TableFacts> facts() {
        return source.ask(
                "read how tables are published",
                connection ->
                        FactsReader.read(connection, source.settings().source().publication(), installation.tables()));
    }
}
