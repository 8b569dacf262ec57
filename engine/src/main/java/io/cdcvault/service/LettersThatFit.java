package io.cdcvault.service;

import io.cdcvault.bookkeeping.ColumnLedger;
import io.cdcvault.bookkeeping.DeadLetter;
import io.cdcvault.bookkeeping.Warehouse;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.installation.Installation;
import io.cdcvault.load.DeadLetters;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.time.Time;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries what was set aside because a column of the vault was too narrow, once it has become wider. */
final class LettersThatFit {

    private static final Logger LOG = LoggerFactory.getLogger(LettersThatFit.class);

    private final Installation installation;
    private final Warehouse warehouse;
    private final Time time;

    /** @param warehouse whose columns are as wide as the model's; of a loader that has not begun to load */
    LettersThatFit(Installation installation, Warehouse warehouse, Time time) {
        this.installation = installation;
        this.warehouse = warehouse;
        this.time = time;
    }

    /** What cannot be loaded waits on; when the retry itself fails, the next start tries again. */
    void retry() {
        List<TableName> tables = tables();
        if (tables.isEmpty()) {
            return;
        }
        try (DeadLetters letters = installation.deadLetters(time)) {
            for (TableName table : tables) {
                retry(letters, table);
                remember(table);
            }
        } catch (CdcVaultException e) {
            LOG.warn("Dead letters whose values may fit by now are retried later: {}", e.getMessage());
        }
    }

    private static void retry(DeadLetters letters, TableName table) {
        Set<Optional<String>> rows = new HashSet<>();
        int loaded = 0;
        for (DeadLetter letter : letters.list(false)) {
            boolean isFirstOfRow = letter.rowKey().isEmpty() || rows.add(letter.rowKey());
            if (letter.table().equals(table)
                    && isFirstOfRow
                    && letters.retry(letter).isEmpty()) {
                loaded++;
            }
        }
        if (loaded > 0) {
            LOG.info("Loaded the dead letters of {} rows of {}, which the vault holds by now", loaded, table);
        }
    }

    private List<TableName> tables() {
        return warehouse.attempt("read whose dead letters may fit", () -> {
            List<TableName> tables = ledger().tablesToRetry();
            warehouse.connection().commit();
            return tables;
        });
    }

    private void remember(TableName table) {
        warehouse.attempt("remember that dead letters were retried", () -> {
            ledger().retried(table);
            warehouse.connection().commit();
            return table;
        });
    }

    private ColumnLedger ledger() {
        return new ColumnLedger(
                warehouse.connection(),
                warehouse.vault(installation.model().settings().schema()));
    }
}
