package io.cdcvault.road;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a browser and a service: holds answers back, turns lists round, is away; does no orders but notes
 * them.
 */
final class UnrulyService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI service;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Set<String> turned = ConcurrentHashMap.newKeySet();
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;

    private UnrulyService(URI service, HttpServer server) {
        this.service = service;
        this.server = server;
    }

    static UnrulyService before(URI service) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            UnrulyService unruly = new UnrulyService(service, server);
            server.setExecutor(unruly.threads);
            server.createContext("/", unruly::answer);
            server.start();
            return unruly;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Answers of a path come when they are let go. */
    void hold(String path) {
        held.put(path, new CountDownLatch(1));
    }

    void letGo(String path) {
        CountDownLatch latch = held.remove(path);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** From now on, or no longer, a path's list comes from its end. */
    void turnRound(String path, boolean isTurned) {
        if (isTurned) {
            turned.add(path);
        } else {
            turned.remove(path);
        }
    }

    /** Cuts each connection without an answer. */
    void goAway(boolean away) {
        isAway = away;
    }

    /** The paths that were posted to. */
    List<String> orders() {
        return List.copyOf(orders);
    }

    @Override
    public void close() {
        held.values().forEach(CountDownLatch::countDown);
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            CountDownLatch latch = held.get(exchange.getRequestURI().getPath());
            if (latch != null) {
                latch.await();
            }
            if (isAway) {
                return;
            }
            if (exchange.getRequestMethod().equals("POST")) {
                orders.add(exchange.getRequestURI().toString());
                send(
                        exchange,
                        202,
                        "application/json",
                        "{\"accepted\":true}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                return;
            }
            HttpResponse<byte[]> answer = HTTP.send(
                    HttpRequest.newBuilder(
                                    service.resolve(exchange.getRequestURI().toString()))
                            .build(),
                    BodyHandlers.ofByteArray());
            String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
            send(
                    exchange,
                    answer.statusCode(),
                    type,
                    body(exchange.getRequestURI().getPath(), answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] body(String path, byte[] body) throws IOException {
        if (!turned.contains(path)) {
            return body;
        }
        ArrayNode round = JSON.createArrayNode();
        JsonNode list = JSON.readTree(body);
        for (int i = list.size() - 1; i >= 0; i--) {
            round.add(list.get(i));
        }
        return JSON.writeValueAsBytes(round);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
