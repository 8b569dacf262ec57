package io.cdcvault.road;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.reading.ShippedModels;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Table;

/**
 * The vaults after all faults: the airline's tables against the source and against the vault whose service rested, the
 * audited ones against the audit.
 *
 * @param isTampered whether the airline's history may be another than the rested service's
 */
record ChaosEnd(LocalStack stack, ChaosVictim rested, boolean isTampered) {

    private static final Set<String> AIRLINE = VaultSchema.of(ShippedModels.bookings()).getTables().stream()
            .map(Table::getName)
            .collect(Collectors.toUnmodifiableSet());

    void hold(List<ChaosVictim> victims, ChaosReport report) throws SQLException {
        for (ChaosVictim victim : victims) {
            victim.asRoad().awaitEqual(victim.process());
            try (Connection master = stack.master().connect();
                    Connection right = stack.dwh().connect(rested.place());
                    Connection vault = stack.dwh().connect(victim.place())) {
                report.judged(victim, digests(right), digests(vault), isTampered);
                report.audited(victim, AuditVerdict.of(master, vault));
            }
            victim.stop();
        }
    }

    private static Map<String, String> digests(Connection vault) throws SQLException {
        Map<String, String> digests = TableDigests.of(vault);
        digests.keySet().retainAll(AIRLINE);
        return digests;
    }
}
