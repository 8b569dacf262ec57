package io.cdcvault.road;

import io.cdcvault.road.AuditedRow.Stamp;
import io.cdcvault.road.AuditedState.Image;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a vault must have about one audited table, worked out from the audit one transaction at a time. Of a
 * {@linkplain Tampering tampering} only the end is known: what the vault shows then must be what the source has, and
 * what it must get from there on follows from that.
 */
final class AuditedHistory {

    private final AuditedTable table;
    private final AuditedVault vault;
    private final NavigableMap<Long, Stamp> stamps;
    private final List<Tampering.Interval> tamperings;
    private final AuditVerdict verdict;
    private final Set<AuditedRow> expected = new HashSet<>();
    private final Map<String, Image> source = new HashMap<>();
    private final Map<String, @Nullable Image> touched = new LinkedHashMap<>();
    private AuditedState state = new AuditedState();
    private int passed;
    private long number;
    private Stamp last = new Stamp(Long.MIN_VALUE, Long.MIN_VALUE);

    AuditedHistory(
            AuditedTable table,
            AuditedVault vault,
            NavigableMap<Long, Stamp> stamps,
            List<Tampering.Interval> tamperings,
            AuditVerdict verdict) {
        this.table = table;
        this.vault = vault;
        this.stamps = stamps;
        this.tamperings = new ArrayList<>(tamperings);
        this.verdict = verdict;
    }

    /** The rows that are expected outside of tamperings. */
    Set<AuditedRow> expected(Connection master) throws SQLException {
        master.setAutoCommit(false);
        try (Statement statement = master.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet change = statement.executeQuery("select number, key, is_gone, owner, image"
                    + " from audit.change where relation = '" + table.word() + "' order by id")) {
                while (change.next()) {
                    note(change);
                }
            }
        }
        endTransaction();
        endTamperings(Long.MAX_VALUE);
        master.rollback();
        return expected;
    }

    private void note(ResultSet change) throws SQLException {
        verdict.audited();
        if (change.getLong(1) != number) {
            endTransaction();
            number = change.getLong(1);
        }
        String key = change.getString(2);
        touched.put(key, change.getBoolean(3) ? null : new Image(change.getString(4), change.getString(5)));
    }

    private void endTransaction() throws SQLException {
        if (touched.isEmpty()) {
            return;
        }
        endTamperings(number);
        if (!isTampered()) {
            expect(stamps.get(number));
        }
        touched.forEach((key, image) -> {
            if (image == null) {
                source.remove(key);
            } else {
                source.put(key, image);
            }
        });
        touched.clear();
    }

    private void expect(@Nullable Stamp stamp) {
        if (stamp == null) {
            verdict.wrong(table, "lacks transaction " + number);
            return;
        }
        if (stamp.loadDate() <= last.loadDate() || stamp.position() <= last.position()) {
            verdict.wrong(table, "has transaction " + number + " not after the one before it");
        }
        last = stamp;
        touched.forEach((key, image) -> state.become(key, image, stamp, expected::add));
    }

    private boolean isTampered() {
        return passed < tamperings.size() && tamperings.get(passed).from() <= number;
    }

    /** Those that are over at a number. */
    private void endTamperings(long now) throws SQLException {
        while (passed < tamperings.size() && tamperings.get(passed).to() <= now) {
            Tampering.Interval over = tamperings.get(passed++);
            Stamp end = stamps.get(over.to());
            if (end == null) {
                verdict.wrong(table, "lacks transaction " + over.to());
                return;
            }
            state = vault.before(table, end.loadDate());
            state.differences(source)
                    .forEach(key -> verdict.wrong(
                            table, "is not as the source after it was repaired of " + over.fault() + ": " + key));
        }
    }
}
