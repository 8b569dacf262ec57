package io.cdcvault.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import io.cdcvault.time.Time;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdminServerTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, String> OPEN_TO_ALL =
            Map.of("admin.address", "0.0.0.0", "admin.token", "change", "admin.host-names", "vault.example.com");

    @Test
    void clientsThatDoNotReadTheirAnswersLeaveRoomForHealth() throws Exception {
        try (AdminServer server = start(Map.of())) {
            URI root = URI.create(server.url());
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                slow.add(askAndReadNothing(root));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(status(root.resolve("/health/live"), "")).isEqualTo(200);
            }

            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void serverIsReadByItsOwnNamesOnEveryAddress() throws Exception {
        try (AdminServer server = start(OPEN_TO_ALL)) {
            URI root = URI.create("http://127.0.0.1:" + URI.create(server.url()).getPort());

            assertThat(askAs(root, "evil.example.com")).startsWith("HTTP/1.1 421");
            assertThat(askAs(root, "vault.example.com")).startsWith("HTTP/1.1 200");
            assertThat(askAs(root, "cdc-vault:8080")).startsWith("HTTP/1.1 200");
            assertThat(askAs(root, "10.1.2.3:8080")).startsWith("HTTP/1.1 200");
        }
        try (AdminServer server = start(Map.of())) {
            assertThat(askAs(URI.create(server.url()), "evil.example.com")).startsWith("HTTP/1.1 421");
            assertThat(askAs(URI.create(server.url()), "cdc-vault")).startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void readingNeedsATokenWhereOneIsConfigured() throws Exception {
        Map<String, String> settings = new HashMap<>(OPEN_TO_ALL);
        settings.put("admin.read-token", "read");
        try (AdminServer server = start(settings)) {
            URI root = URI.create("http://127.0.0.1:" + URI.create(server.url()).getPort());
            URI big = root.resolve("/big");

            assertThat(status(big, "")).isEqualTo(401);
            assertThat(status(big, "guess")).isEqualTo(401);
            assertThat(status(big, "read")).isEqualTo(200);
            assertThat(status(big, "change")).isEqualTo(200);
            assertThat(status(root.resolve("/api/dead-letters/1"), "read")).isEqualTo(401);
            assertThat(status(root.resolve("/health/live"), "")).isEqualTo(200);
            assertThat(status(root, "")).isEqualTo(200);
        }
    }

    @Test
    void reasonOfALetterIsShownWithoutTheValuesThatItQuotes() {
        assertThat(MaskedReason.of("invalid input syntax for type integer: \"4711\" (column total)"))
                .isEqualTo("invalid input syntax for type integer: … (column total)");
        assertThat(MaskedReason.of("ungültige Eingabesyntax für Typ integer: »4711« und „4712“"))
                .doesNotContain("4712");
        assertThat(MaskedReason.column("numeric field overflow (column total)")).contains("total");
        assertThat(MaskedReason.column("It has no column price, which the model maps"))
                .contains("price");
    }

    private static AdminServer start(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("admin.port", "0");
        Settings settings = MinimalSettings.with(all);
        String large = "x".repeat(8_000_000);
        return AdminServer.start(
                settings.admin(),
                List.of(
                        new PageRoutes(),
                        new HealthRoutes(TestSampler.of(settings), Time.system()),
                        routes -> routes.get("/big", context -> context.result(large))));
    }

    private static Socket askAndReadNothing(URI root) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
        OutputStream out = socket.getOutputStream();
        out.write("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    /** The first line of the answer. */
    private static String askAs(URI root, String host) throws IOException {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    private static int status(URI uri, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
