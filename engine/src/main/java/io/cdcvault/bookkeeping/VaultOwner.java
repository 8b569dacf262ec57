package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.VAULT_OWNER;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.cdcvault.database.Identifiers;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.Sources;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Table;

/**
 * The one installation that loads a vault schema. A schema without tables belongs to the installation that creates
 * them; one that was loaded before owners were recorded belongs to the installation whose feeds have a position in it.
 *
 * <p>Why: docs/decisions/0018-a-vault-schema-belongs-to-one-installation.md
 */
public final class VaultOwner {

    /** What a feed's name has after the installation's. */
    private static final String KINDS_OF_FEED = "/(kafka|direct|file:.*|replay:.*)$";

    private final Books books;
    private final String schema;

    public VaultOwner(Connection connection, String schema) {
        this.books = new Books(connection);
        this.schema = schema;
    }

    /**
     * Claims the schema, in the open transaction. The bookkeeping must exist, and no other session may create tables in
     * the schema meanwhile.
     *
     * @throws CdcVaultException when it belongs to another installation
     */
    public void claim(Settings settings) throws SQLException {
        String installation = Sources.installation(settings);
        if (hasTables()) {
            requireAsManySources(settings);
        }
        Optional<String> owner = claimed();
        if (owner.isPresent() && owner.get().equals(installation)) {
            return;
        }
        if (hasTables()) {
            requireNoOther(owner, installation);
        }
        books.execute(insertInto(VAULT_OWNER)
                .set(VAULT_OWNER.VAULT_SCHEMA, schema)
                .set(VAULT_OWNER.INSTALLATION, installation)
                .onConflict(VAULT_OWNER.VAULT_SCHEMA)
                .doUpdate()
                .set(VAULT_OWNER.INSTALLATION, excluded(VAULT_OWNER.INSTALLATION))
                .set(VAULT_OWNER.CLAIMED_AT, Timestamps.NOW));
    }

    /**
     * Whether the schema is this installation's, or has no owner. Writes nothing.
     *
     * @throws CdcVaultException when it belongs to another installation
     */
    public void require(Settings settings) throws SQLException {
        if (books.has(FEED_POSITION) && hasTables()) {
            requireNoOther(recorded(), Sources.installation(settings));
            requireAsManySources(settings);
        }
    }

    /**
     * A vault of one source and one of several have other feeds, and other tables for the lives of rows: neither
     * continues the other.
     */
    private void requireAsManySources(Settings settings) throws SQLException {
        String installation = Sources.installation(settings);
        boolean isOfSeveral = !Sources.name(settings).isEmpty();
        boolean isFedOtherwise = feeding().stream()
                .anyMatch(feeds -> isOfSeveral
                        ? feeds.equals(installation)
                        : feeds.startsWith(Sources.pipeline(installation, "")));
        if (isFedOtherwise) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_FOREIGN,
                    isOfSeveral
                            ? "Vault schema " + schema + " was loaded from one source, without a name: set `source`"
                                    + " again, or another vault.schema to load it from several, each from its beginning"
                            : "Vault schema " + schema + " is loaded from several sources: set `sources` again, or"
                                    + " another vault.schema");
        }
    }

    public void release() throws SQLException {
        books.execute(deleteFrom(VAULT_OWNER).where(VAULT_OWNER.VAULT_SCHEMA.eq(schema)));
    }

    /** The statement that gives a schema to an installation, in place of any former owner. */
    public static String handOver(String schema, String installation) {
        return "insert into cdc_vault.vault_owner (vault_schema, installation) values (" + Identifiers.literal(schema)
                + ", " + Identifiers.literal(installation)
                + ") on conflict (vault_schema) do update set installation = excluded.installation";
    }

    private void requireNoOther(Optional<String> owner, String installation) throws SQLException {
        if (owner.filter(installation::equals).isPresent()) {
            return;
        }
        List<String> owners = owner.map(List::of).orElse(feeding());
        if (owners.isEmpty() || owners.equals(List.of(installation))) {
            return;
        }
        throw new CdcVaultException(
                FailureKind.WAREHOUSE_FOREIGN,
                (owners.size() == 1
                                ? "Vault schema " + schema + " belongs to installation " + owners.get(0) + ", and "
                                        + installation + " does not load into it"
                                : "Several installations have loaded into vault schema " + schema + ": "
                                        + String.join(", ", owners) + "; it must belong to one")
                        + ". To give it to " + installation + ": " + handOver(schema, installation));
    }

    /**
     * Who owns the schema, by name; several when no owner is recorded and the feeds of several have loaded into it.
     * Empty when none has, or there is no bookkeeping.
     */
    public List<String> owners() throws SQLException {
        if (!books.has(FEED_POSITION)) {
            return List.of();
        }
        Optional<String> owner = recorded();
        return owner.isPresent() ? List.of(owner.get()) : feeding();
    }

    /** Also of a bookkeeping that is older than owners. */
    private Optional<String> recorded() throws SQLException {
        return books.has(VAULT_OWNER) ? claimed() : Optional.empty();
    }

    private Optional<String> claimed() throws SQLException {
        return books.first(
                        select(VAULT_OWNER.INSTALLATION).from(VAULT_OWNER).where(VAULT_OWNER.VAULT_SCHEMA.eq(schema)))
                .map(Record1::value1);
    }

    /** Whose feeds have loaded into the schema, by name. */
    private List<String> feeding() throws SQLException {
        Table<Record1<String>> fed = select(FEED_POSITION.FEED)
                .from(FEED_POSITION)
                .where(FEED_POSITION.VAULT_SCHEMA.eq(schema))
                .unionAll(select(PARTITION_POSITION.FEED)
                        .from(PARTITION_POSITION)
                        .where(PARTITION_POSITION.VAULT_SCHEMA.eq(schema)))
                .asTable("fed");
        Field<String> installation = field(
                "regexp_replace({0}, {1}, '')", String.class, fed.field(FEED_POSITION.FEED), inline(KINDS_OF_FEED));
        return books.fetch(selectDistinct(installation).from(fed).orderBy(inline(1)))
                .map(Record1::value1);
    }

    private boolean hasTables() throws SQLException {
        return books.first(selectOne()
                        .from("pg_class c join pg_namespace n on n.oid = c.relnamespace")
                        .where("n.nspname = {0} and c.relkind in ('r', 'p')", val(schema))
                        .limit(inline(1)))
                .isPresent();
    }
}
