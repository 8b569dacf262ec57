package io.cdcvault.drift;

import io.cdcvault.drift.TableFacts.Column;
import io.cdcvault.drift.TableFacts.Partition;
import java.util.Map;
import java.util.Optional;

/** Whether changes of a table may have been made between two looks that PostgreSQL has not sent. */
final class Gaps {

    private final MappedTable table;
    private final TableFacts before;
    private final TableFacts now;

    private Gaps(MappedTable table, TableFacts before, TableFacts now) {
        this.table = table;
        this.before = before;
        this.now = now;
    }

    /** Why, after the table's name; empty when everything was sent. */
    static Optional<String> between(MappedTable table, TableFacts before, TableFacts now) {
        return before.isSeen() && now.exists() && now.isPublished()
                ? new Gaps(table, before, now).first()
                : Optional.empty();
    }

    private Optional<String> first() {
        if (!before.exists() || !before.oid().equals(now.oid())) {
            return Optional.of("was dropped and created again");
        }
        if (!before.publicationVersion().equals(now.publicationVersion())) {
            return Optional.of("was published by a publication that was altered or created again");
        }
        if (!before.membership().equals(now.membership())) {
            return Optional.of("was taken out of the publication and put back");
        }
        if (before.isLogged() != now.isLogged()) {
            return Optional.of("was unlogged");
        }
        return columns().or(this::partitions);
    }

    private Optional<String> columns() {
        Map<String, Column> former = before.columns();
        for (Map.Entry<String, Column> column : now.columns().entrySet()) {
            if (table.columns().contains(column.getKey())) {
                Column was = former.get(column.getKey());
                if (was == null || !was.number().equals(column.getValue().number())) {
                    return Optional.of("has another column " + column.getKey());
                }
                if (isRewritten(before, now) && isAltered(was, column.getValue())) {
                    return Optional.of("was rewritten with other values of " + column.getKey());
                }
            }
        }
        return Optional.empty();
    }

    /** A wider type alone changes no value: only a rewrite does. */
    private static boolean isAltered(Column before, Column now) {
        return !before.type().equals(now.type()) || !before.version().equals(now.version());
    }

    /** Whether rows were written again, as volatile defaults need it, in a table or in one of its partitions. */
    static boolean isRewritten(TableFacts before, TableFacts now) {
        return !before.file().equals(now.file())
                || before.partitions().entrySet().stream().anyMatch(partition -> {
                    Partition later = now.partitions().get(partition.getKey());
                    return later != null
                            && !later.file().equals(partition.getValue().file());
                });
    }

    private static boolean isAttachedAgain(Partition before, Partition now) {
        return before.attachment().isPresent() && !before.attachment().equals(now.attachment());
    }

    private Optional<String> partitions() {
        Map<String, Partition> former = before.partitions();
        Map<String, Partition> present = now.partitions();
        for (Map.Entry<String, Partition> partition : former.entrySet()) {
            String name = partition.getValue().name();
            Partition later = present.get(partition.getKey());
            if (later == null) {
                return Optional.of("has lost its partition " + name);
            }
            if (later.isLogged() != partition.getValue().isLogged()) {
                return Optional.of("had an unlogged partition, " + name);
            }
            if (!later.file().equals(partition.getValue().file())) {
                return Optional.of("has a partition that was truncated or rewritten, " + name);
            }
            if (isAttachedAgain(partition.getValue(), later)) {
                return Optional.of("has a partition that was detached and attached again, " + name);
            }
        }
        return present.entrySet().stream()
                .filter(partition -> !former.containsKey(partition.getKey()))
                .filter(partition -> !partition.getValue().wasBorn())
                .map(partition -> "has got a table attached as its partition "
                        + partition.getValue().name())
                .findFirst();
    }
}
