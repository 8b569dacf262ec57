package io.cdcvault.bench.backlog;

import java.sql.SQLException;
import java.util.function.Consumer;

/** Makes the changes that are measured. Always the same ones for the same number of rows. */
@FunctionalInterface
public interface BacklogMaker {

    /**
     * The maker of a shape.
     *
     * @param url the master's, with its user
     */
    static BacklogMaker of(Shape shape, String url, Consumer<String> progress) {
        // The WAL is the same; only its making is faster.
        String fast = url + "&options=-c%20synchronous_commit=off";
        return switch (shape) {
            case AIRLINE -> new AirlineBacklog(fast, progress);
            case NARROW -> new NarrowBacklog(fast, progress);
        };
    }

    /**
     * Makes them, after the origin of the slots.
     *
     * @param rows about how many row changes
     */
    ChangeBacklog make(int rows, BacklogSlots slots) throws SQLException;
}
