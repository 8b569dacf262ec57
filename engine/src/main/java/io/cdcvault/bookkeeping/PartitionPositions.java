package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.FEED_POSITION;
import static io.cdcvault.bookkeeping.schema.Tables.PARTITION_POSITION;
import static org.jooq.impl.DSL.all;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.cdcvault.change.TransactionNumber;
import io.cdcvault.feed.FeedName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each partition of a feed stands, while a group of loaders shares the feed. A feed has either these or one
 * position for all of it, never both: {@link #share} turns the one into the other, {@link #unite} turns it back.
 */
public final class PartitionPositions {

    /** Partitions that are new to a topic hold nothing of what was applied before anybody knew them. */
    private static final String SHARE =
            """
            insert into cdc_vault.partition_position
              (feed, vault_schema, partition, position, transaction_number, load_date, applied_lsn, first_load_date,
               events)
            select :feed, :vault_schema, p.partition,
              jsonb_strip_nulls(jsonb_build_object(
                p.partition, base.position -> p.partition, common.partition, base.position -> common.partition)),
              coalesce(base.transaction_number, 0), base.load_date, coalesce(base.applied_lsn, '0/0'),
              base.first_load_date, coalesce(base.events, 0)
            from unnest(:partitions) as p (partition) cross join (select :common::text) as common (partition)
            left join lateral (
              select position, transaction_number, load_date, applied_lsn, first_load_date, events
              from cdc_vault.feed_position where feed = :feed
              union all
              select position, transaction_number, load_date, applied_lsn, first_load_date, events
              from cdc_vault.partition_position
              where feed = :feed and regexp_replace(partition, '-[0-9]+$', '') = regexp_replace(p.partition, '-[0-9]+$', '')
              order by transaction_number limit 1
            ) as base on true
            on conflict (feed, partition) do nothing""";

    private static final String UNITE =
            """
            insert into cdc_vault.feed_position
              (feed, vault_schema, position, transaction_number, load_date, applied_lsn, first_load_date,
               transactions, events, rows)
            select feed, vault_schema,
              (select jsonb_object_agg(offsets.key, offsets.value)
               from cdc_vault.partition_position as part, jsonb_each(part.position) as offsets where part.feed = p.feed),
              max(transaction_number), max(load_date), max(applied_lsn), min(first_load_date),
              max(transaction_number), max(events),
              coalesce((select sum(h.rows) from cdc_vault.load_history as h where h.feed = p.feed), 0)
            from cdc_vault.partition_position as p where feed = :feed
            group by feed, vault_schema having max(transaction_number) > 0""";

    private final Warehouse warehouse;
    private final FeedName feed;

    public PartitionPositions(Warehouse warehouse, FeedName feed) {
        this.warehouse = warehouse;
        this.feed = feed;
    }

    /**
     * One of them.
     *
     * @param resumeFrom what the feed needs to continue, as JSON
     * @param transaction the number of the last one that was applied
     */
    public record PartitionPosition(String resumeFrom, TransactionNumber transaction) {}

    /**
     * Gives each partition a position of its own, if it has none: from the feed's, or the beginning.
     *
     * @param partitions all that rows are read from
     * @param common the partition that everybody reads
     */
    public void share(List<String> partitions, String common) {
        warehouse.attempt("share out the feed's partitions", () -> {
            Books books = new Books(warehouse.connection());
            // Loaders that start together must not both read what there was before.
            books.lock("cdc_vault.partition_position " + feed.text());
            books.execute(NamedText.query(
                    SHARE,
                    param("feed", feed.text()),
                    param("vault_schema", feed.vaultSchema()),
                    param("partitions", partitions.toArray(String[]::new)),
                    param("common", common)));
            forgetAllBut(partitions, books);
            books.execute(deleteFrom(FEED_POSITION).where(FEED_POSITION.FEED.eq(feed.text())));
            warehouse.connection().commit();
            return feed;
        });
    }

    /** By partition; empty when the feed is not shared. */
    public Map<String, PartitionPosition> read() {
        return warehouse.attempt("read the positions of the partitions", () -> {
            Map<String, PartitionPosition> positions = new HashMap<>();
            new Books(warehouse.connection())
                    .fetch(select(
                                    PARTITION_POSITION.PARTITION,
                                    PARTITION_POSITION.POSITION,
                                    PARTITION_POSITION.TRANSACTION_NUMBER)
                            .from(PARTITION_POSITION)
                            .where(PARTITION_POSITION.FEED.eq(feed.text())))
                    .forEach(row -> positions.put(
                            row.value1(),
                            new PartitionPosition(row.value2().data(), new TransactionNumber(row.value3()))));
            warehouse.connection().commit();
            return positions;
        });
    }

    /** Makes one position of them. All of them must stand at the same transaction, and no loader may run. */
    public void unite() {
        warehouse.attempt("unite the positions of the partitions", () -> {
            Books books = new Books(warehouse.connection());
            books.execute(NamedText.query(UNITE, param("feed", feed.text())));
            books.execute(deleteFrom(PARTITION_POSITION).where(PARTITION_POSITION.FEED.eq(feed.text())));
            warehouse.connection().commit();
            return feed;
        });
    }

    /** Those of tables that are not loaded any more, which would seem to fall behind. */
    private void forgetAllBut(List<String> partitions, Books books) throws SQLException {
        books.execute(deleteFrom(PARTITION_POSITION)
                .where(PARTITION_POSITION.FEED.eq(feed.text()))
                .and(PARTITION_POSITION.PARTITION.ne(all(val(partitions.toArray(String[]::new))))));
    }
}
