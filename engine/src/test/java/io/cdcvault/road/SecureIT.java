package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.airline.demo.DemoData;
import io.cdcvault.installation.Installation;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.local.stack.StackSystem;
import io.cdcvault.servers.kafka.KafkaBroker;
import io.cdcvault.servers.postgres.PostgresServer;
import io.cdcvault.settings.SettingsReader;
import io.cdcvault.setup.SetupPart;
import io.cdcvault.setup.SetupScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every system speaks TLS only, knows the service by a password, and lets it do what {@code setup --print} prints and
 * nothing else.
 */
final class SecureIT {

    private static final String PASSWORD = "s3cr$et\\ \"word";

    private static final String ONLY_OVER_TLS =
            """
            hostssl all         postgres 127.0.0.1/32 trust
            hostssl replication postgres 127.0.0.1/32 trust
            hostssl all         all      127.0.0.1/32 scram-sha-256
            """;

    private static LocalStack stack;
    private static Certificates certificates;
    private static Path configuration;

    @BeforeAll
    static void lockEverything() throws Exception {
        stack = LocalStack.temporary();
        certificates = new Certificates(Files.createDirectory(stack.directory().resolve("certificates")));
        KafkaBroker broker = (KafkaBroker) stack.server(StackSystem.BROKER);
        String brokers = broker.secure(certificates.keyAndCertificate());
        broker.start();
        for (PostgresServer server : List.of(stack.master(), stack.replica(), stack.dwh())) {
            lock(server);
        }
        try (Connection master = stack.master().connect()) {
            new DemoData(200, 3).loadIfMissing(master);
        }
        configuration = configure(brokers);
        setUp(broker);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void serviceRunsOverTlsAsTheRolesAndWithTheAclsThatSetupPrints() throws Exception {
        Road road = new Road(stack);
        try (ServiceProcess service = start("run")) {
            road.awaitEqual(service);
            road.onMaster("update boarding_passes set boarding_no = boarding_no + 1");
            road.awaitEqual(service);

            ServiceProcess doctor = start("doctor");
            ServiceProcess topics = start("topics");
            ServiceProcess verify = start("verify --replica");
            assertThat(doctor.exitCode()).as(doctor.output()).isZero();
            assertThat(topics.exitCode()).as(topics.output()).isZero();
            assertThat(verify.exitCode()).as(verify.output()).isZero();
            assertThat(road.inVault("select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls from pg_roles"
                            + " where rolname = 'loader'"))
                    .containsExactly("f");
            assertThat(service.terminate()).as(service.output()).isZero();
            assertThat(service.output()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void wrongUserOrAuthorityIsNamed() throws Exception {
        Path others = new Certificates(Files.createDirectory(stack.directory().resolve("others"))).authority();

        List<Refusal> refusals = List.of(
                new Refusal(16, "PKIX path validation failed", "verify", "source.tls-ca=" + others),
                new Refusal(16, "password authentication failed for user \"nobody\"", "verify", "source.user=nobody"),
                new Refusal(
                        35,
                        "password authentication failed for user \"nobody\"",
                        "dead-letters list",
                        "warehouse.user=nobody"),
                new Refusal(26, "SSL handshake failed: Path does not chain", "topics", "kafka.tls-ca=" + others),
                new Refusal(26, "invalid credentials with SASL mechanism", "topics", "kafka.user=nobody"),
                new Refusal(2, "cdc-vault.kafka.tls-ca: cannot read", "topics", "kafka.tls-ca=/no/such/file"));

        for (Refusal refusal : refusals) {
            assertThat(refusal.process().exitCode())
                    .as(refusal.process().output())
                    .isEqualTo(refusal.exitCode());
            assertThat(refusal.process().output()).contains(refusal.message()).doesNotContain(PASSWORD);
        }
    }

    private record Refusal(int exitCode, String message, ServiceProcess process) {

        Refusal(int exitCode, String message, String command, String setting) {
            this(exitCode, message, start(command + " --set " + setting));
        }
    }

    private static ServiceProcess start(String command) {
        return ServiceProcess.start(configuration, command.split(" ", -1));
    }

    private static Installation installation(Map<String, String> flags) {
        return Installation.of(SettingsReader.read(Optional.of(configuration), flags));
    }

    private static void lock(PostgresServer server) throws Exception {
        run(
                server,
                "alter system set ssl_cert_file = '" + certificates.certificate() + "'",
                "alter system set ssl_key_file = '" + certificates.key() + "'",
                "alter system set ssl = on");
        Files.writeString(server.directory().resolve("pg_hba.conf"), ONLY_OVER_TLS);
        run(server, "select pg_reload_conf()");
    }

    /** As an administrator runs what is printed, and gives the users their passwords. */
    private static void setUp(KafkaBroker broker) throws Exception {
        SetupScript script = new SetupScript(installation(Map.of()));
        run(stack.master(), PrintedSql.statements(script.lines(List.of(SetupPart.MASTER))));
        run(stack.replica(), PrintedSql.statements(script.lines(List.of(SetupPart.REPLICA))));
        run(stack.dwh(), PrintedSql.statements(script.lines(List.of(SetupPart.WAREHOUSE))));
        run(stack.master(), "alter role capturer password '" + PASSWORD + "'");
        run(stack.dwh(), "alter role loader password '" + PASSWORD + "'");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "publisher", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
            admin.createAcls(PrintedAcls.of(script.lines(List.of(SetupPart.KAFKA))))
                    .all()
                    .get();
        }
    }

    private static Path configure(String brokers) throws Exception {
        Path secret = Files.writeString(stack.directory().resolve("password"), PASSWORD + "\n");
        String authority = certificates.authority().toString();
        String yaml =
                """
                cdc-vault:
                  name: bookings
                  model: bookings
                  source: {url: "%s", user: capturer, password-file: "%s", tls-ca: "%s"}
                  replica: {url: "%s", user: capturer, password-file: "%s", tls: verify-full, tls-ca: "%s"}
                  warehouse: {url: "%s", user: loader, password-command: "cat '%s'", tls: verify-full, tls-ca: "%s"}
                  kafka: {bootstrap-servers: "%s", user: publisher, password-file: "%s", tls-ca: "%s"}
                  admin: {port: 0}
                """
                        .formatted(
                                stack.master().jdbcUrl(),
                                secret,
                                authority,
                                stack.replica().jdbcUrl(),
                                secret,
                                authority,
                                stack.dwh().jdbcUrl(),
                                secret,
                                authority,
                                brokers,
                                secret,
                                authority);
        return Files.writeString(stack.directory().resolve("secure.yaml"), yaml);
    }

    private static void run(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
