package io.cdcvault.bench.backlog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * One narrow table, as comparisons of tools use it: what is measured is the cost of a change, not of a wide row. Each
 * row counts its own changes, so a copy shows whether it has had all of them; the last change makes row 0.
 */
final class NarrowBacklog implements BacklogMaker {

    private final String url;
    private final Consumer<String> progress;

    NarrowBacklog(String url, Consumer<String> progress) {
        this.url = url;
        this.progress = progress;
    }

    @Override
    public ChangeBacklog make(int rows, BacklogSlots slots) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(NarrowTable.DDL);
            statement.execute("create publication " + Shape.NARROW.publication() + " for table " + NarrowTable.NAME);
            var start = slots.createOrigin();
            progress.accept("Making a backlog of about %,d row changes…".formatted(rows));
            statement.execute(transactions(rows / NarrowTable.ROWS_A_TRANSACTION));
            statement.execute("insert into " + NarrowTable.NAME + " values (0, 0, 0, 1, now())");
            return slots.backlog(start);
        }
    }

    /** The first transaction has nothing to update; each later one updates rows that are spread over all so far. */
    private static String transactions(int wanted) {
        return """
                do $$
                begin
                  for n in 1..%1$d loop
                    insert into %2$s
                    select (n - 1) * %3$d + i, i %% 17, n + i / 1000.0, 1, clock_timestamp()
                    from generate_series(1, %3$d) i;
                    update %2$s set value = value + 1, changes = changes + 1, read_at = clock_timestamp()
                    where n > 1 and reading_id = any (array(
                      select 1 + (n * 7919::bigint + i * (n - 1) * %3$d / %4$d) %% ((n - 1) * %3$d)
                      from generate_series(0, %4$d - 1) i));
                    commit;
                  end loop;
                end $$"""
                .formatted(
                        wanted,
                        NarrowTable.NAME,
                        NarrowTable.INSERTS_A_TRANSACTION,
                        NarrowTable.ROWS_A_TRANSACTION - NarrowTable.INSERTS_A_TRANSACTION);
    }
}
