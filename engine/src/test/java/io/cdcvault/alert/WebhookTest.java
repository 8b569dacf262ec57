package io.cdcvault.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set before each test.
final class WebhookTest {

    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger(2);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatIsRefusedIsSentAgainAndTheOrderIsKept() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        try (Webhook webhook = new Webhook(url, Duration.ofMillis(1))) {
            webhook.send(new Alert(Alert.Kind.DOWN, "sales", Instant.EPOCH, List.of("The warehouse is away")));
            webhook.send(new Alert(Alert.Kind.RECOVERED, "sales", Instant.EPOCH, List.of()));

            JsonNode first = next();
            assertThat(first.path("event").asText()).isEqualTo("down");
            assertThat(first.path("text").asText()).isEqualTo("cdc-vault sales: down. The warehouse is away");
            assertThat(next().path("event").asText()).isEqualTo("recovered");
        }
        assertThat(refusals).hasValue(0);
    }

    private JsonNode next() throws Exception {
        String body = bodies.poll(30, TimeUnit.SECONDS);
        assertThat(body).isNotNull();
        return new ObjectMapper().readTree(body);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        boolean isRefused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!isRefused) {
            bodies.add(body);
        }
        exchange.sendResponseHeaders(isRefused ? 500 : 204, -1);
        exchange.close();
    }
}
