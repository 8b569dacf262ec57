package io.cdcvault.road;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Requests of every kind, from the well-formed to noise, the same for the same seed. A request that could change
 * something for real has no valid token.
 *
 * @param paths of the REST interface, with placeholders
 * @param examples of what placeholders may stand for
 */
record HttpFuzz(URI root, List<String> paths, Map<String, String> examples) {

    static final int CASES = Integer.getInteger("cdcvault.fuzz", 1500);

    private static final int PATIENCE_MILLIS = 60_000;
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "NOPE");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "é",
            "\u0000",
            "\n",
            "..",
            "../../etc/passwd",
            "'; drop table x; --",
            "\"public\".\"t\"",
            "a,b,,c",
            "{table}",
            "*",
            "1d",
            "-5m",
            "2020-01-01",
            "null",
            "true",
            "x".repeat(3000));
    private static final List<String> PARAMETERS =
            List.of("range", "limit", "lines", "level", "all", "table", "tables", "since", "number", "q", "\u0000");
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "{\"tables\":[1,null,{}]}",
            "{\"tables\":\"public.bookings\"}",
            "[".repeat(5000),
            "x".repeat(40_000));

    /** Its status; 0 when the server closes the connection without an answer. */
    int status(long seed) {
        Random random = new Random(seed);
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(socket, request(random));
            return status(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("Seed " + seed, e);
        }
    }

    /** A server may refuse a request, and close the connection, before all of it is sent. */
    private static void send(Socket socket, byte[] request) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
        } catch (IOException closed) {
            // The answer says what came of it.
        }
    }

    private static int status(InputStream answer) throws IOException {
        try {
            String line = new String(answer.readNBytes(12), StandardCharsets.ISO_8859_1);
            return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9)) : 0;
        } catch (SocketException reset) {
            return 0;
        }
    }

    private byte[] request(Random random) throws IOException {
        String path = any(paths, random);
        boolean isForReal = true;
        for (Map.Entry<String, String> example : examples.entrySet()) {
            String placeholder = "{" + example.getKey() + "}";
            boolean isHostile = path.contains(placeholder) && random.nextBoolean();
            isForReal &= !isHostile;
            path = path.replace(placeholder, isHostile ? encoded(any(VALUES, random), random) : example.getValue());
        }
        String method = any(METHODS, random);
        boolean reads = method.equals("GET") || method.equals("HEAD");
        byte[] body = any(BODIES, random).getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + mutated(path, random) + query(random) + " HTTP/1.1\r\n");
        head.append("Host: ")
                .append(random.nextInt(20) == 0 ? any(VALUES, random).replace("\n", "") : "localhost")
                .append("\r\n");
        if (random.nextBoolean()) {
            boolean mayBeValid = reads || !isForReal;
            head.append("Authorization: ")
                    .append(mayBeValid ? "Bearer " + ServiceProcess.TOKEN : any(List.of("Bearer ", "Basic x"), random))
                    .append("\r\n");
        }
        if (random.nextInt(3) == 0) {
            head.append("Content-Type: ")
                    .append(any(List.of("application/json", "text/plain; charset=nope", "x"), random))
                    .append("\r\n");
        }
        int length = random.nextInt(10) == 0 ? random.nextInt(100) : body.length;
        head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.toString().getBytes(StandardCharsets.UTF_8));
        request.write(body);
        return request.toByteArray();
    }

    private static String query(Random random) {
        StringBuilder query = new StringBuilder();
        for (int more = random.nextInt(3); more > 0; more--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(encoded(any(PARAMETERS, random), random))
                    .append('=')
                    .append(encoded(any(VALUES, random), random));
        }
        return query.toString();
    }

    /** Now and then a character is taken out, doubled, or replaced by one that does not belong there. */
    private static String mutated(String path, Random random) {
        if (random.nextInt(4) > 0) {
            return path;
        }
        int at = 1 + random.nextInt(path.length());
        String before = path.substring(0, at);
        return before
                + any(List.of("/", "//", "%", "%zz", "%00", "%2e%2e", ";", "?", "#", "\\", "é"), random)
                + path.substring(Math.min(path.length(), at + random.nextInt(2)));
    }

    private static String encoded(String value, Random random) {
        return random.nextInt(8) == 0
                ? value.replace(' ', '+').replace("\n", "")
                : URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
