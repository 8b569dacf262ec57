package io.cdcvault.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.admin.kafka.Cluster;
import io.cdcvault.change.Pausable;
import io.cdcvault.chronicle.Recorder;
import io.cdcvault.load.deadletter.WaitingLetters;
import io.cdcvault.metrics.Rates;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ShippedModels;
import io.cdcvault.settings.MinimalSettings;
import io.cdcvault.settings.Settings;
import io.cdcvault.status.StageReport;
import io.cdcvault.status.collect.StatusHistory;
import io.cdcvault.status.collect.StatusSampler;
import io.cdcvault.time.Time;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

final class OpenApiTest {

    private static final Set<String> FILES_OF_THE_PAGE = Set.of("/", "/openapi.yaml");

    @Test
    void fileNamesEveryPathThatIsAnsweredAndNoOther() throws IOException {
        assertThat(described()).isEqualTo(answered());
    }

    @SuppressWarnings("unchecked") // The file is an OpenAPI document.
    private static Set<String> described() throws IOException {
        try (InputStream file = OpenApiTest.class.getResourceAsStream("openapi.yaml")) {
            Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(file);
            Set<String> described = new TreeSet<>();
            Map<String, Map<String, Object>> paths = Objects.requireNonNull(document.get("paths"));
            paths.forEach((path, methods) -> methods.keySet().forEach(method -> described.add(method + " " + path)));
            return described;
        }
    }

    private static Set<String> answered() {
        Javalin server = Javalin.create(config -> admin().routes().forEach(routes -> routes.addTo(config.routes)));
        Set<String> answered = new TreeSet<>();
        server.unsafe.internalRouter.allHttpHandlers().forEach(handler -> {
            String path = handler.endpoint.path;
            if (!path.startsWith("/page/") && !FILES_OF_THE_PAGE.contains(path)) {
                answered.add(handler.endpoint.method.name().toLowerCase(Locale.ROOT) + " " + path);
            }
        });
        return answered;
    }

    @SuppressWarnings("resource") // Nothing is started.
    private static Admin admin() {
        Settings settings = MinimalSettings.with(Map.of());
        VaultModel model = ShippedModels.bookings();
        StatusSampler sampler = TestSampler.of(settings);
        Controls idle = new Idle();
        return new Admin(settings, () -> new Mapping(model, List.of()), Time.system())
                .showing(
                        sampler, new StatusHistory(), new Recorder(settings, "test", "0", Instant.EPOCH, Time.system()))
                .showing(() -> "")
                .showing(sampler, new Rates(new SimpleMeterRegistry(), Time.system()))
                .showing(List.of(), LogRing.attach())
                .verifying(new NoVerification(), idle)
                .deciding(
                        new WaitingLetters(settings, "vault"),
                        () -> {
                            throw new IllegalStateException("Nobody asks");
                        },
                        sampler,
                        idle)
                .doing(idle, sampler)
                .showing(new Cluster(settings));
    }

    private static final class NoVerification implements VerificationRun {

        @Override
        public void start() {}

        @Override
        public Map<String, @Nullable Object> state() {
            return Map.of("state", "none");
        }
    }

    private static final class Idle implements Controls {

        @Override
        public Map<Pausable, StageReport> stages() {
            return Map.of();
        }

        @Override
        public void pause(Pausable stage) {}

        @Override
        public void resume(Pausable stage) {}

        @Override
        public void snapshot(Collection<TableName> tables) {}

        @Override
        public List<TableName> cancelSnapshots(Collection<TableName> tables) {
            return List.of();
        }

        @Override
        public Optional<String> snapshotObstacle() {
            return Optional.empty();
        }

        @Override
        public void refreshMart(String mart) {}

        @Override
        public void restart(Pausable stage) {}

        @Override
        public void note(String what, String who) {}
    }
}
