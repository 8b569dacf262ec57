package io.cdcvault.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.admin.ListeningProcess;
import io.cdcvault.doctor.finding.Area;
import io.cdcvault.doctor.finding.Examination;
import io.cdcvault.doctor.finding.Finding;
import io.cdcvault.doctor.finding.Fix;
import io.cdcvault.doctor.finding.Subject;
import io.cdcvault.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Whether the admin server can listen where it is to. */
final class AdminPort implements Examination {

    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String installation;
    private final Settings.Admin settings;

    AdminPort(Settings settings) {
        this.installation = settings.name();
        this.settings = settings.admin();
    }

    @Override
    public List<Finding> findings() {
        Subject subject = new Subject(
                Area.HOST, "admin port", "The service ends when its page, health and metrics cannot be had.");
        if (settings.port() == 0) {
            return List.of(subject.ok("any free one"));
        }
        try {
            InetAddress address = InetAddress.getByName(settings.address());
            return List.of(isFree(address) ? subject.ok(settings.port() + " is free") : taken(subject));
        } catch (IOException e) {
            return List.of(subject.error(
                    "admin.address " + settings.address() + " is no address of this machine",
                    Fix.command("cdc-vault run --set admin.address=127.0.0.1")));
        }
    }

    /** A port that is taken is distinguished from an address that cannot be used at all. */
    private boolean isFree(InetAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, settings.port()));
            return true;
        } catch (IOException e) {
            try (ServerSocket any = new ServerSocket()) {
                any.bind(new InetSocketAddress(address, 0));
            }
            return false;
        }
    }

    private Finding taken(Subject subject) throws IOException {
        if (isOurs()) {
            return subject.ok(settings.port() + " is where the service itself listens");
        }
        return subject.error(
                settings.port() + " is taken by " + ListeningProcess.describe(settings.port()),
                Fix.command("cdc-vault run --set admin.port=" + free()));
    }

    /** Whether a service of this installation answers there. */
    private boolean isOurs() {
        String host = settings.address().contains(":") ? "[" + settings.address() + "]" : settings.address();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + host + ":" + settings.port() + "/api/status"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("installation").asText().equals(installation);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
