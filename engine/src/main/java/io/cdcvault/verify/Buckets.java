package io.cdcvault.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** One side's rows, as a count and a digest for each of 256 buckets. A row's bucket depends on its key only. */
record Buckets(Map<String, Bucket> byName) {

    /** @param digest the sum of the rows' digests */
    record Bucket(long rows, String digest) {}

    static Buckets of(ResultSet rows) throws SQLException {
        Map<String, Bucket> byName = new TreeMap<>();
        while (rows.next()) {
            byName.put(rows.getString(1), new Bucket(rows.getLong(2), rows.getString(3)));
        }
        return new Buckets(byName);
    }

    long rows() {
        return byName.values().stream().mapToLong(Bucket::rows).sum();
    }

    /** Those that differ; a bucket that one side does not have is empty there. */
    List<String> differingFrom(Buckets other) {
        TreeSet<String> names = new TreeSet<>(byName.keySet());
        names.addAll(other.byName.keySet());
        Bucket empty = new Bucket(0, "0");
        return names.stream()
                .filter(name -> !byName.getOrDefault(name, empty).equals(other.byName.getOrDefault(name, empty)))
                .toList();
    }
}
