package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.capture.source.SourceDatabase;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.settings.Settings;
import io.cdcvault.settings.SettingsReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Poolers between the service and its databases. */
@ExtendWith(LocalStackExtension.class)
final class PoolerIT {

    @Test
    void poolerInTransactionModeIsRefusedBeforeAnythingIsWritten(LocalStack stack) throws Exception {
        PostgresServer dwh = stack.dwh();
        dwh.createDatabase("pooled");
        try (TransactionPool pool = TransactionPool.of(dwh.port())) {
            Settings settings = settings(pool.through(dwh.jdbcUrl("pooled")));
            try (Warehouse warehouse = Warehouse.connect(settings)) {
                assertRefused("warehouse", () -> warehouse.createMissing(ShippedModels.bookings()));
            }
            try (SourceDatabase source = SourceDatabase.connect(settings, "test")) {
                assertRefused("master", source::requireOwnSession);
            }
        }
        try (Connection connection = dwh.connect("pooled");
                ResultSet schemas = connection
                        .createStatement()
                        .executeQuery("select from pg_namespace where nspname in ('vault', 'cdc_vault')")) {
            assertThat(schemas.next()).isFalse();
        }
    }

    /** What hands on every byte, as a pooler in session mode does. */
    @Test
    void connectionThatKeepsItsSessionIsGood(LocalStack stack) {
        stack.dwh().createDatabase("handed_on");
        try (TcpProxy proxy = TcpProxy.to(stack.dwh().port());
                Warehouse warehouse =
                        Warehouse.connect(settings(proxy.through(stack.dwh().jdbcUrl("handed_on"))))) {
            warehouse.createMissing(ShippedModels.bookings());
        }
    }

    private static void assertRefused(String database, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(CdcVaultException.class, refusal -> assertThat(refusal.kind())
                        .isEqualTo(FailureKind.POOLER_UNSUITABLE))
                .hasMessageContaining("The " + database + " at jdbc:postgresql://");
    }

    private static Settings settings(String url) {
        return SettingsReader.read(
                Optional.empty(),
                Map.of(
                        "cdc-vault.name", "test",
                        "cdc-vault.model", "bookings",
                        "cdc-vault.source.url", url,
                        "cdc-vault.source.user", "postgres",
                        "cdc-vault.warehouse.url", url,
                        "cdc-vault.warehouse.user", "postgres"));
    }
}
