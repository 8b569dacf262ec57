package io.cdcvault.airline.traffic;

import java.sql.SQLException;

/** Something an airline does, as one transaction unless it says otherwise; the caller commits. */
@FunctionalInterface
interface Move {

    /** Does it; false, with nothing done, when there is nothing at the desk to do it with. */
    boolean play(Desk desk, TrafficSession session) throws SQLException;
}
