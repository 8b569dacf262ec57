package io.cdcvault.bench.backlog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Updates that the server makes by itself, each transaction of one size. */
final class ServerSideUpdates {

    private static final int MOST_ROWS = 1_000;

    private final Connection connection;

    /** @param connection in auto-commit: the blocks commit by themselves */
    ServerSideUpdates(Connection connection) {
        this.connection = connection;
    }

    /** Corrects the prices of many legs at once. */
    void manyRows(int wanted) throws SQLException {
        int rows = Math.min(wanted, MOST_ROWS);
        run(
                """
                do $$
                begin
                  for page in 1..%d loop
                    update ticket_flights set amount = amount + 1 where (ticket_no, flight_id) in (
                      select ticket_no, flight_id from ticket_flights order by 1, 2
                      limit %d offset (page - 1) * %2$d);
                    commit;
                  end loop;
                end $$"""
                        .formatted(wanted / rows, rows));
    }

    /** Changes the contact of one ticket after another. */
    void singleRows(int wanted) throws SQLException {
        run(
                """
                do $$
                declare
                  numbers char(13)[] := array(select ticket_no from tickets order by 1 limit 5000);
                begin
                  for n in 1..%d loop
                    update tickets set contact_data = jsonb_build_object('phone', '+7' || (9000000000 + n))
                    where ticket_no = numbers[1 + n %% cardinality(numbers)];
                    commit;
                  end loop;
                end $$"""
                        .formatted(wanted));
    }

    private void run(String block) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(block);
        }
    }
}
