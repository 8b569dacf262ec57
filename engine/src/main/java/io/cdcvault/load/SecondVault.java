package io.cdcvault.load;

import static io.cdcvault.database.Identifiers.quoted;

import io.cdcvault.bookkeeping.AppliedPosition;
import io.cdcvault.bookkeeping.Bookkeeping;
import io.cdcvault.bookkeeping.DeadLetterLedger;
import io.cdcvault.bookkeeping.FeedLedger;
import io.cdcvault.bookkeeping.PartitionLedger;
import io.cdcvault.bookkeeping.Privileges;
import io.cdcvault.bookkeeping.ReplacedVault;
import io.cdcvault.bookkeeping.VaultCatalog;
import io.cdcvault.bookkeeping.VaultOwner;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.feed.FeedName;
import io.cdcvault.schema.ddl.VaultDdl;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.settings.Sources;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vault beside the one that stands, in a schema and with a feed position of its own. It may take the other's place.
 * Used by one thread.
 */
public final class SecondVault {

    private static final Checkpoint BEGINNING =
            new Checkpoint("{}", TransactionStamp.BEFORE_FIRST, Lsn.BEGINNING, 0, 0, false);

    /** A view keeps to the tables that it was made on, also when they are renamed. */
    private static final String READERS_OUTSIDE =
            """
            select distinct view.oid::regclass::text
            from pg_depend depends
            join pg_rewrite rule on rule.oid = depends.objid
            join pg_class view on view.oid = rule.ev_class
            join pg_class source on source.oid = depends.refobjid
            where depends.classid = 'pg_rewrite'::regclass and depends.refclassid = 'pg_class'::regclass
              and source.relnamespace = to_regnamespace(quote_ident(?)) and view.relnamespace <> source.relnamespace
            order by 1""";

    private final Warehouse warehouse;
    private final VaultModel firstModel;
    private final FeedName first;
    private final VaultModel secondModel;
    private final FeedName second;

    /**
     * Changes nothing yet.
     *
     * @param model of the vault that stands
     * @param first what that one is fed by
     * @param second the second one's feed, and its schema
     */
    public SecondVault(Warehouse warehouse, VaultModel model, FeedName first, FeedName second) {
        this.warehouse = warehouse;
        this.firstModel = model;
        this.first = first;
        this.secondModel = model.inSchema(second.vaultSchema());
        this.second = second;
    }

    /**
     * Creates it and its feed position, unless that was done before.
     *
     * @throws CdcVaultException when the schema holds something else
     */
    public void createIfMissing() {
        warehouse.attempt("create a second vault in schema " + second.vaultSchema(), () -> {
            Bookkeeping.migrate(warehouse.connection());
            new VaultOwner(warehouse.connection(), first.vaultSchema()).require(warehouse.settings());
            FeedLedger ledger = new FeedLedger(warehouse.connection(), second);
            if (ledger.position().isEmpty()) {
                if (!isBegunForAnotherSource()) {
                    requireNoSchema();
                }
                new VaultOwner(warehouse.connection(), second.vaultSchema()).claim(warehouse.settings());
                execute(VaultDdl.statements(secondModel));
                ledger.move(BEGINNING, 0);
            }
            warehouse.connection().commit();
            return second;
        });
    }

    /** How far the vault that stands has come; it may continue all the time. */
    public Optional<AppliedPosition> firstPosition() {
        return warehouse.attempt("read a feed position", () -> {
            Optional<AppliedPosition> whole = new FeedLedger(warehouse.connection(), first).position();
            Optional<AppliedPosition> position =
                    whole.isPresent() ? whole : PartitionLedger.slowest(warehouse.connection(), first);
            warehouse.connection().commit();
            return position;
        });
    }

    /**
     * The rows that wait as dead letters, by source table.
     *
     * @param ofSecond of this vault, or of the one that stands
     */
    public Map<String, Long> waiting(boolean ofSecond) {
        return warehouse.attempt("read the dead letters", () -> {
            Map<String, Long> waiting = new LinkedHashMap<>();
            new DeadLetterLedger(warehouse.connection(), (ofSecond ? second : first).vault())
                    .waitingRows()
                    .forEach((table, rows) -> waiting.put(table.toString(), rows));
            warehouse.connection().commit();
            return waiting;
        });
    }

    /** Takes away what {@link #createIfMissing} created and was loaded since. */
    public void dropIfExists() {
        warehouse.attempt("drop the vault in schema " + second.vaultSchema(), () -> {
            Bookkeeping.migrate(warehouse.connection());
            if (new FeedLedger(warehouse.connection(), second).position().isPresent()) {
                execute(List.of("drop schema if exists " + quoted(second.vaultSchema()) + " cascade"));
                replaced().forget(second);
                new VaultOwner(warehouse.connection(), second.vaultSchema()).release();
            }
            warehouse.connection().commit();
            return second;
        });
    }

    /**
     * Exchanges the schemas' names, and gives the second one's position to the first one's feed, in one transaction.
     * The vault that stood is then in the second schema and belongs to no feed.
     *
     * @throws CdcVaultException when others depend on the vault that stands; nothing is changed
     */
    public void takePlace() {
        warehouse.attempt("exchange " + first.vaultSchema() + " and " + second.vaultSchema(), () -> {
            requireNoOtherFeeds();
            requireNoReadersOutside();
            List<String> grants = Privileges.of(warehouse.connection(), first.vaultSchema(), second.vaultSchema());
            exchangeNames();
            // The functions' texts name their schema.
            renew(firstModel);
            renew(secondModel);
            execute(grants);
            replaced().handOver(second, first);
            warehouse.connection().commit();
            return first;
        });
    }

    private void renew(VaultModel model) throws SQLException {
        execute(VaultDdl.statements(
                model,
                VaultCatalog.columns(warehouse.connection(), model.settings().schema())));
    }

    /** Of several sources, each loads its part into the same second vault. */
    private boolean isBegunForAnotherSource() throws SQLException {
        String installation = Sources.installation(warehouse.settings());
        return firstModel.settings().share().isPart()
                && new VaultOwner(warehouse.connection(), second.vaultSchema())
                        .owners()
                        .equals(List.of(installation));
    }

    private void requireNoSchema() throws SQLException {
        if (!texts("select nspname from pg_namespace where nspname = ?", second.vaultSchema())
                .isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_IN_USE,
                    "Schema " + second.vaultSchema()
                            + " exists and was not made by a replay; drop it, or name another");
        }
    }

    private void requireNoOtherFeeds() throws SQLException {
        List<String> others = replaced().otherFeeds(first);
        if (!others.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_IN_USE,
                    "The vault in schema " + first.vaultSchema() + " is fed by others too, whose rows no topic holds: "
                            + String.join(", ", others));
        }
    }

    private void requireNoReadersOutside() throws SQLException {
        List<String> views = texts(READERS_OUTSIDE, first.vaultSchema());
        if (!views.isEmpty()) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_IN_USE,
                    "Views in other schemas would still read the vault that is replaced; drop them, and create them"
                            + " again afterwards: " + String.join(", ", views));
        }
    }

    private void exchangeNames() throws SQLException {
        String aside = quoted("cdc_vault_aside");
        String one = quoted(first.vaultSchema());
        String other = quoted(second.vaultSchema());
        execute(List.of(
                "alter schema " + one + " rename to " + aside,
                "alter schema " + other + " rename to " + one,
                "alter schema " + aside + " rename to " + other));
    }

    private ReplacedVault replaced() {
        return new ReplacedVault(warehouse.connection());
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = warehouse.connection().createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> texts(String sql, String schema) throws SQLException {
        try (PreparedStatement statement = warehouse.connection().prepareStatement(sql)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }
}
