package io.cdcvault.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A primary, its standby and a server that is not there, in one URL. */
final class PrimaryConnectionIT {

    private static final String DEAD = "127.0.0.1:1";

    @Test
    void primaryIsFoundWhereverItStandsAndOfTwoTheLaterOne() throws Exception {
        try (LocalStack stack = LocalStack.temporary()) {
            PostgresServer master = stack.master();
            PostgresServer standby = stack.replica();
            String list = name(standby) + "," + DEAD + "," + name(master);
            assertThat(used(list, "bookings")).isEqualTo(master.jdbcUrl());
            assertThat(used(name(master) + "," + name(standby), "bookings")).isEqualTo(master.jdbcUrl());
            assertThat(used(name(standby), "bookings")).as("the only one").isEqualTo(standby.jdbcUrl());

            master.kill();
            assertThatThrownBy(() -> used(list, "bookings"))
                    .hasMessageContaining("none of its servers is a primary: ")
                    .hasMessageContaining(name(standby) + " is a standby; " + DEAD + " does not answer: ")
                    .hasMessageContaining(name(master) + " does not answer: ");

            standby.promote();
            assertThat(used(list, "bookings")).isEqualTo(standby.jdbcUrl());

            master.start();
            assertThat(used(list, "bookings"))
                    .as("an old primary that came back")
                    .isEqualTo(standby.jdbcUrl());
            assertThat(used(name(master) + "," + name(standby) + "," + DEAD, "bookings"))
                    .as("the same, looked at for the first time")
                    .isEqualTo(standby.jdbcUrl());
            assertThatThrownBy(() -> used(list, "absent"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("\"absent\" does not exist");
        }
    }

    private static String name(PostgresServer server) {
        return "127.0.0.1:" + server.port();
    }

    private static String used(String servers, String database) throws SQLException {
        Settings settings = MinimalSettings.with(
                Map.of("source.url", "jdbc:postgresql://" + servers + "/" + database, "source.user", "postgres"));
        try (Connection connection = Sessions.open(settings.source(), "test", "bookings")) {
            return PrimaryConnection.url(connection);
        }
    }
}
