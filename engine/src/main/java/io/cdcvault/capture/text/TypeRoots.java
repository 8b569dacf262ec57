package io.cdcvault.capture.text;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What domains are based on, asked of the master once for each. Used by one thread. */
final class TypeRoots {

    private static final int FIRST_OF_USERS = 16384;

    private static final String ROOT =
            """
            with recursive base as (
              select oid, typbasetype, 0 as depth from pg_type where oid = ?
              union all
              select t.oid, t.typbasetype, base.depth + 1 from pg_type t join base on t.oid = base.typbasetype
            )
            select oid from base order by depth desc limit 1""";

    private final Connecting connecting;
    private final Map<Integer, Integer> known = new HashMap<>();

    interface Connecting {
        Connection connect() throws SQLException;
    }

    TypeRoots(Connecting connecting) {
        this.connecting = connecting;
    }

    /** The type itself when it is no domain, or is no more. */
    int rootOf(int type) throws SQLException {
        // As unsigned numbers: types beyond 2^31 are users' too.
        if (Integer.compareUnsigned(type, FIRST_OF_USERS) < 0) {
            return type;
        }
        Integer root = known.get(type);
        if (root == null) {
            root = ask(type);
            known.put(type, root);
        }
        return root;
    }

    private int ask(int type) throws SQLException {
        try (Connection connection = connecting.connect();
                PreparedStatement statement = connection.prepareStatement(ROOT)) {
            statement.setLong(1, Integer.toUnsignedLong(type));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? (int) row.getLong(1) : type;
            }
        }
    }
}
