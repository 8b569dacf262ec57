package io.cdcvault.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcvault.bookkeeping.VaultOwner;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.feed.FeedName;
import io.cdcvault.load.SecondVault;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.settings.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A vault schema belongs to one installation. */
@ExtendWith(LocalStackExtension.class)
@SuppressWarnings("NullAway.Init") // JUnit calls the set-up.
final class OwnerIT {

    private static final String SCHEMA = "Orders Vault";

    private OrdersVault vault;

    @BeforeEach
    void dropEverything(LocalStack stack) throws SQLException {
        vault = OrdersVault.of(stack.dwh(), yaml -> yaml);
        vault.execute("drop schema if exists \"Orders Vault\" cascade", "drop schema if exists cdc_vault cascade");
    }

    @Test
    void secondInstallationIsRefusedUntilTheSchemaIsHandedOver() throws SQLException {
        create("first");

        CdcVaultException refusal = refused("second");

        String handOver = VaultOwner.handOver(SCHEMA, "second");
        assertThat(refusal)
                .hasMessageContaining("belongs to installation first")
                .hasMessageEndingWith(handOver);
        assertThat(refusedToReplay("second").kind()).isEqualTo(FailureKind.WAREHOUSE_FOREIGN);
        create("first");
        vault.execute(handOver);
        create("second");
        assertThat(refused("first")).hasMessageContaining("belongs to installation second");
    }

    @Test
    void schemaWithoutTablesIsFree() throws SQLException {
        create("first");
        vault.execute("drop schema \"Orders Vault\" cascade");

        create("second");

        assertThat(refused("first")).hasMessageContaining("belongs to installation second");
    }

    @Test
    void schemaThatWasLoadedBeforeOwnersWereRecordedBelongsToWhoFeedsIt() throws SQLException {
        create("first");
        vault.execute("delete from cdc_vault.vault_owner", position("first/kafka"));

        assertThat(refused("second")).hasMessageContaining("belongs to installation first");
        create("first");
        vault.execute("delete from cdc_vault.vault_owner", position("second/file:a/file:b"));
        assertThat(refused("first")).hasMessageContaining("first, second");
    }

    @Test
    void bookkeepingOfANewerVersionIsRefused() throws SQLException {
        create("first");
        vault.execute("insert into cdc_vault.migration (version) values (9999)");

        CdcVaultException refusal = refused("first");

        assertThat(refusal.kind()).isEqualTo(FailureKind.WAREHOUSE_NEWER);
        assertThat(refusal).hasMessageContaining("is of version 9999");
    }

    @Test
    void vaultWhoseKeysAnotherModelMadeIsRefusedWithTheirColumns() throws SQLException {
        create("first");
        vault.execute("alter table \"Orders Vault\".hub_customer rename customer_id to id");

        CdcVaultException refusal = refused("first");

        assertThat(refusal.kind()).isEqualTo(FailureKind.WAREHOUSE_DIFFERS);
        assertThat(refusal).hasMessageEndingWith("It lacks hub_customer.customer_id");
    }

    @Test
    void vaultThatWasLoadedWithAnotherHashRecipeIsRefusedWithItsName() throws SQLException {
        create("first");
        vault.execute("insert into \"Orders Vault\".hub_order"
                + " select \"Orders Vault\".hub_order_hk(id), id, now(), 'shop' from generate_series(1, 3) as id");
        create("first");
        vault = OrdersVault.of(vault.dwh(), yaml -> yaml.replace("hash: automate-dv", "hash: exact"));

        CdcVaultException refusal = refused("first");

        assertThat(refusal.kind()).isEqualTo(FailureKind.WAREHOUSE_DIFFERS);
        assertThat(refusal)
                .hasMessageContaining("than the model's, {recipe: exact, algorithm: md5}")
                .hasMessageEndingWith("set vault.hash to {recipe: automate-dv, algorithm: md5}");
        vault.execute("delete from \"Orders Vault\".hub_order");
        create("first");
    }

    /** Half a minute; a loader's transaction may wait for the rest of a large one as long as that takes to come. */
    @Test
    void whatABookkeepingSessionLocksIsFreeSoonAfterItHasFallenSilent() throws SQLException {
        try (Warehouse brief = Warehouse.connectBriefly(settings("first"));
                Warehouse loader = Warehouse.connect(settings("first"))) {
            assertThat(longestSilence(brief)).isEqualTo("30s");
            assertThat(brief.connection().getNetworkTimeout()).isPositive();
            assertThat(longestSilence(loader)).isEqualTo("0");
        }
    }

    private static String longestSilence(Warehouse warehouse) throws SQLException {
        try (Statement statement = warehouse.connection().createStatement();
                ResultSet row = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String position(String feed) {
        return "insert into cdc_vault.feed_position values ('" + feed
                + "', 'Orders Vault', '{}', 1, now(), '0/1', now(), 1, 1, 1)";
    }

    private void create(String installation) {
        try (Warehouse warehouse = Warehouse.connect(settings(installation))) {
            warehouse.createMissing(vault.model());
        }
    }

    private CdcVaultException refused(String installation) {
        return catchThrowableOfType(CdcVaultException.class, () -> create(installation));
    }

    private CdcVaultException refusedToReplay(String installation) {
        Settings settings = settings(installation);
        try (Warehouse warehouse = Warehouse.connect(settings)) {
            SecondVault second = new SecondVault(
                    warehouse, vault.model(), FeedName.of(settings, SCHEMA), FeedName.ofReplay(settings, "again"));
            return catchThrowableOfType(CdcVaultException.class, second::createIfMissing);
        }
    }

    private Settings settings(String installation) {
        return vault.settings(installation);
    }
}
