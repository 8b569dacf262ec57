package io.cdcvault.local.docker;

import static io.cdcvault.local.docker.ComposeFile.HOME;
import static io.cdcvault.local.docker.ComposeFile.map;
import static io.cdcvault.local.docker.ComposeFile.strings;
import static io.cdcvault.local.docker.ComposeFile.text;
import static io.cdcvault.local.docker.ComposeFile.variables;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds compose.yaml against the rules of Compose and our own, without Docker. */
final class ComposeFileTest {

    /** What docker-compose 1.29 knows as well as later ones, as far as it is used. */
    private static final Set<String> KEYS = Set.of(
            "build",
            "cap_drop",
            "command",
            "depends_on",
            "entrypoint",
            "environment",
            "healthcheck",
            "image",
            "mem_limit",
            "ports",
            "profiles",
            "read_only",
            "restart",
            "security_opt",
            "shm_size",
            "stop_grace_period",
            "tmpfs",
            "user",
            "volumes");

    private final ComposeFile file = ComposeFile.read();

    @Test
    void onlyKeysThatEveryComposeKnowsAreUsed() {
        Map<String, Object> top = ComposeFile.yaml(file.text());
        assertThat(top.keySet())
                .allMatch(key ->
                        key.startsWith("x-") || Set.of("services", "volumes").contains(key));
        file.services().forEach((name, service) -> assertThat(KEYS).as(name).containsAll(service.keySet()));
    }

    @Test
    void everyImageIsPinned() {
        file.services().forEach((name, service) -> assertThat(String.valueOf(service.get("image")))
                .as(name)
                .matches("[a-z/-]+:v?\\d+(\\.\\d+)+"));
    }

    @Test
    void noSecretIsWrittenDown() {
        file.services().forEach((name, service) -> map(service, "environment").forEach((variable, value) -> {
            if (isSecret(variable) || String.valueOf(value).contains("://airflow:")) {
                assertThat(String.valueOf(value)).as(name + "." + variable).containsPattern("\\$\\{[A-Z_]+:\\?[^}]+}");
            }
        }));
        assertThat(ComposeFile.exampleVariables())
                .allSatisfy(
                        (name, value) -> assertThat(value.isEmpty()).as(name).isEqualTo(isSecret(name)));
        assertThat(text("cdc-vault.yaml").lines().filter(line -> line.matches(".*(password|token):.*")))
                .isNotEmpty()
                .allMatch(line -> line.matches(".*(password|token): \"\\$\\{[A-Z_]+}\".*"));
    }

    @Test
    void whatStaysUpIsWatchedAndStartedAgain() {
        file.services().forEach((name, service) -> {
            if (!file.isOneShot(name)) {
                assertThat(map(service, "healthcheck")).as(name).containsKeys("test", "interval", "timeout", "retries");
                assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
            }
        });
    }

    @Test
    void whatIsWaitedForCanComeTrue() {
        file.services().forEach((name, service) -> map(service, "depends_on").forEach((needed, how) -> {
            assertThat(file.services()).as(name).containsKey(needed);
            String expected = file.isOneShot(needed) ? "service_completed_successfully" : "service_healthy";
            assertThat(how).as(name + " needs " + needed).isEqualTo(Map.of("condition", expected));
            // Compose refuses a need that only another profile starts.
            assertThat(strings(service, "profiles"))
                    .as(name + " needs " + needed)
                    .containsAll(strings(file.service(needed), "profiles"));
        }));
    }

    @Test
    void noServiceWaitsForItself() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        file.services()
                .forEach((name, service) ->
                        needs.put(name, new HashSet<>(map(service, "depends_on").keySet())));
        while (needs.values().removeIf(Set::isEmpty)) {
            needs.values().forEach(needed -> needed.retainAll(needs.keySet()));
        }
        assertThat(needs).isEmpty();
    }

    @Test
    void everyVariableIsInTheExampleAndEveryOneThereIsUsed() {
        TreeSet<String> known = new TreeSet<>(ComposeFile.exampleVariables().keySet());
        known.remove("COMPOSE_PROJECT_NAME");
        assertThat(variables(file.text())).isEqualTo(known);
        Set<String> given = map(file.service("cdc-vault"), "environment").keySet();
        assertThat(given).containsAll(variables(text("cdc-vault.yaml")));
    }

    @Test
    void everyVolumeIsDeclaredAndEveryMountedFileExists() {
        List<String> sources = file.mountSources().distinct().toList();
        assertThat(sources)
                .filteredOn(source -> !source.startsWith("."))
                .containsExactlyInAnyOrderElementsOf(file.volumes());
        assertThat(sources)
                .filteredOn(source -> source.startsWith("."))
                .allSatisfy(source -> assertThat(HOME.resolve(source)).exists());
        assertThat(sources).filteredOn(source -> source.endsWith(".sh")).allSatisfy(source -> assertThat(
                        Files.isExecutable(HOME.resolve(source)))
                .as(source)
                .isTrue());
    }

    @Test
    void portsAreOpenOnThisMachineOnly() {
        file.services().forEach((name, service) -> assertThat(strings(service, "ports"))
                .as(name)
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\$\\{[A-Z_]+_PORT}:\\d+")));
    }

    @Test
    void ourContainersCannotWriteOrGainAnything() {
        assertThat(List.of("cdc-vault", "demo", "traffic")).allSatisfy(name -> {
            Map<String, Object> service = file.service(name);
            assertThat(service).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
            assertThat(strings(service, "security_opt")).contains("no-new-privileges:true");
            assertThat(strings(service, "tmpfs")).anyMatch(mount -> mount.startsWith("/tmp"));
        });
    }

    @Test
    void everyRoleThatTheServiceUsesIsMade() {
        String scripts = text("postgres/master.sh") + text("postgres/dwh.sh") + text("postgres/presentation.sh");
        Map<String, Object> settings = map(ComposeFile.yaml(text("cdc-vault.yaml")), "cdc-vault");
        assertThat(List.of("source", "replica", "warehouse", "mart")).allSatisfy(part -> assertThat(scripts)
                .containsPattern("create role " + map(settings, part).get("user") + " login.* password :'"));
    }

    private static boolean isSecret(String variable) {
        return variable.matches(".*(PASSWORD|TOKEN|SECRET|SECRET_KEY)");
    }
}
