package io.cdcvault.mart;

import io.cdcvault.bookkeeping.MartOutcome;
import io.cdcvault.database.Login;
import io.cdcvault.database.ServerMessage;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import io.cdcvault.schema.bookkeeping.PresentationTables;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The marts of an installation. Connects again for each refresh; any number of processes may ask for one. */
public final class Marts {

    private static final Logger LOG = LoggerFactory.getLogger(Marts.class);

    private final Settings settings;
    private final Settings.Mart presentation;
    private final String vaultSchema;
    private final Time time;

    /**
     * Connects to nothing yet.
     *
     * @param vaultSchema where the vault's tables are
     * @throws CdcVaultException when the configuration names no presentation database
     */
    public Marts(Settings settings, String vaultSchema, Time time) {
        this.settings = settings;
        this.vaultSchema = vaultSchema;
        this.time = time;
        this.presentation = settings.mart()
                .orElseThrow(() -> new CdcVaultException(
                        FailureKind.CONFIGURATION_INVALID,
                        "There are no marts: `mart.url` names no presentation database"));
    }

    /** What makes the bookkeeping in the presentation database, for another to run. It may run again. */
    public static List<String> creation() {
        return PresentationTables.STATEMENTS;
    }

    /** The marts as the files say now. */
    public MartCatalog catalog() {
        return MartCatalog.read(settings);
    }

    /**
     * Brings a mart to the present state of the vault.
     *
     * @throws CdcVaultException when that failed; the mart is then as it was
     */
    public MartOutcome refresh(String name) {
        return refresh(catalog().named(name), refreshedAt -> true).orElseThrow();
    }

    /**
     * The same, unless another process has refreshed it meanwhile.
     *
     * @param seen its last refresh when it was found to be due; empty when it had none
     */
    public Optional<MartOutcome> refreshSince(String name, Optional<Instant> seen) {
        return refresh(catalog().named(name), seen::equals);
    }

    /** Whether to continue, now that no other process refreshes it. */
    private interface Condition {
        boolean isMet(Optional<Instant> refreshedAt);
    }

    private Optional<MartOutcome> refresh(MartDefinition mart, Condition condition) {
        try (Presentation session = Presentation.open(presentation, settings.name())) {
            MartRefresh refresh = new MartRefresh(settings, vaultSchema, mart, session, time);
            refresh.begin();
            return condition.isMet(refresh.refreshedAt()) ? Optional.of(run(mart, refresh)) : Optional.empty();
        } catch (SQLException e) {
            throw failure(mart, e, e);
        }
    }

    private MartOutcome run(MartDefinition mart, MartRefresh refresh) {
        try {
            return read(mart, refresh);
        } catch (CdcVaultException e) {
            remember(refresh, e);
            throw e;
        }
    }

    private MartOutcome read(MartDefinition mart, MartRefresh refresh) {
        try (VaultReading vault = openVault(refresh)) {
            return refresh.run(vault);
        } catch (SQLException e) {
            throw failure(mart, e, e);
        } catch (IOException e) {
            throw failure(mart, e, e.getCause() instanceof SQLException cause ? cause : new SQLException(e));
        }
    }

    private VaultReading openVault(MartRefresh refresh) {
        try {
            return refresh.openVault();
        } catch (SQLException e) {
            throw new CdcVaultException(
                    FailureKind.WAREHOUSE_UNREACHABLE,
                    "Cannot connect to the warehouse at " + Login.address(settings.warehouse()) + ": "
                            + ServerMessage.withoutValues(e),
                    e);
        }
    }

    private static void remember(MartRefresh refresh, CdcVaultException failure) {
        try {
            refresh.failed(String.valueOf(failure.getMessage()));
        } catch (SQLException e) {
            LOG.debug("The failure of a refresh could not be written down", e);
        }
    }

    private static CdcVaultException failure(MartDefinition mart, Exception thrown, SQLException e) {
        return new CdcVaultException(
                FailureKind.MART_FAILED,
                "Cannot refresh the mart " + mart.name() + ": " + ServerMessage.withoutValues(e),
                thrown);
    }
}
