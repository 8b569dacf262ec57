package io.cdcvault.capture.text;

import io.cdcvault.database.Sessions;
import io.debezium.jdbc.JdbcConfiguration;
import io.debezium.jdbc.JdbcConnection.ConnectionFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.core.TypeInfo;

/**
 * The connector's connections to the master, all with the same session settings, so that a value's text is the same
 * from a snapshot and from the replication stream. The connector makes it by its name.
 */
public final class TextConnections implements ConnectionFactory {

    /**
     * Types that the driver would make objects of: Java's dates know no infinity and skip ten days of 1582, its
     * intervals know no infinity, its points write numbers in a way of their own.
     */
    private static final List<ReadAsText> READ_AS_TEXT = List.of(
            new ReadAsText("date", Oid.DATE, Oid.DATE_ARRAY),
            new ReadAsText("interval", Oid.INTERVAL, Oid.INTERVAL_ARRAY),
            new ReadAsText("point", Oid.POINT, Oid.POINT_ARRAY),
            new ReadAsText("line", Oid.LINE, Oid.LINE_ARRAY),
            new ReadAsText("lseg", Oid.LSEG, Oid.LSEG_ARRAY),
            new ReadAsText("box", Oid.BOX, Oid.BOX_ARRAY),
            new ReadAsText("path", Oid.PATH, Oid.PATH_ARRAY),
            new ReadAsText("polygon", Oid.POLYGON, Oid.POLYGON_ARRAY),
            new ReadAsText("circle", Oid.CIRCLE, Oid.CIRCLE_ARRAY));

    private record ReadAsText(String type, int number, int arrayNumber) {

        void register(TypeInfo types) {
            types.addCoreType(type, number, Types.VARCHAR, String.class.getName(), arrayNumber);
        }
    }

    @Override
    public Connection connect(JdbcConfiguration config) throws SQLException {
        BaseConnection connection = open(config);
        CaptureSessions.opened(config.getString(CaptureSessions.PROPERTY), connection);
        return config.hasKey("replication")
                ? new TextReplication(connection, new TypeRoots(() -> open(config, "replication"))).connection()
                : EnumsAsText.over(connection);
    }

    private static BaseConnection open(JdbcConfiguration config, String... without) throws SQLException {
        Properties properties = config.asProperties();
        properties.remove(JdbcConfiguration.CONNECTION_FACTORY_CLASS.name());
        properties.remove(CaptureSessions.PROPERTY);
        for (String property : without) {
            properties.remove(property);
        }
        properties.setProperty("binaryTransfer", "false");
        String url = "jdbc:postgresql://" + config.getHostname() + ":" + config.getPort() + "/" + config.getDatabase();
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL address: " + url);
        }
        return prepared(connection);
    }

    private static BaseConnection prepared(Connection connection) throws SQLException {
        try {
            Sessions.pin(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        BaseConnection base = connection.unwrap(BaseConnection.class);
        TypeInfo types = base.getTypeInfo();
        READ_AS_TEXT.forEach(type -> type.register(types));
        return base;
    }
}
