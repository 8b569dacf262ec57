package io.cdcvault.local.docker;

import static io.cdcvault.local.docker.ComposeFile.HOME;
import static io.cdcvault.local.docker.ComposeFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the Dockerfile against the files and the services that it is for, without Docker. */
final class DockerfileTest {

    private static final Path CONTEXT = Objects.requireNonNull(HOME.getParent());

    private final String dockerfile = ComposeFile.text("Dockerfile");

    @Test
    void everyImageIsPinned() {
        List<String> images = found("(?m)^(?:ARG [A-Z]+_IMAGE=|FROM )(\\S+)");
        assertThat(images)
                .filteredOn(image -> image.contains(":"))
                .hasSize(3)
                .allMatch(image -> image.matches("[a-z/-]+:\\d+\\.\\d+[\\w.-]*"));
        assertThat(images)
                .filteredOn(image -> !image.contains(":"))
                .allMatch(image -> image.matches("\\$\\{[A-Z_]+}") || stages().contains(image));
    }

    @Test
    void everyTargetOfAServiceIsAStage() {
        ComposeFile.read().services().forEach((name, service) -> {
            if (service.containsKey("build")) {
                assertThat(map(service, "build")).as(name).containsEntry("dockerfile", "compose/Dockerfile");
                assertThat(stages())
                        .as(name)
                        .contains(String.valueOf(map(service, "build").get("target")));
            }
        });
    }

    @Test
    void everyImageOfOursIsBuiltForOneServiceOnly() {
        ComposeFile file = ComposeFile.read();
        List<Object> built = file.services().values().stream()
                .filter(service -> service.containsKey("build"))
                .map(service -> Objects.requireNonNull(service.get("image")))
                .toList();
        assertThat(built).doesNotHaveDuplicates();
        assertThat(file.services().values())
                .map(service -> String.valueOf(service.get("image")))
                .filteredOn(image -> image.startsWith("cdc-vault"))
                .allMatch(built::contains);
    }

    @Test
    void everythingCopiedExistsAndReachesTheBuild() {
        List<String> copied = found("(?m)^COPY (?!--from)(?:--chown=\\S+ )?(.+) \\S+$").stream()
                .flatMap(sources -> Arrays.stream(sources.split(" ")))
                .filter(source -> !source.equals("."))
                .toList();
        assertThat(copied).isNotEmpty().allSatisfy(source -> {
            assertThat(CONTEXT.resolve(source)).exists();
            assertThat(reaching()).anyMatch(source::startsWith);
        });
        assertThat(reaching())
                .allSatisfy(path -> assertThat(CONTEXT.resolve(path)).exists());
    }

    @Test
    void theServiceDoesNotRunAsRootAndIsWatched() {
        String service = dockerfile.substring(dockerfile.indexOf(" AS service"), dockerfile.indexOf(" AS demo"));
        assertThat(service).containsPattern("(?m)^USER [1-9]\\d+$").containsPattern("(?m)^HEALTHCHECK .*CMD");
        assertThat(List.of("cdc-vault", "healthy")).allSatisfy(command -> assertThat(
                        Files.isExecutable(HOME.resolve("image").resolve(command)))
                .isTrue());
    }

    @Test
    void onlyWhatTheOldBuilderUnderstandsIsUsed() {
        assertThat(dockerfile).doesNotContain("--mount").doesNotContain("<<").doesNotContain("--chmod");
    }

    private List<String> stages() {
        return found("(?m)^FROM \\S+ AS (\\S+)");
    }

    /** What .dockerignore lets through. */
    private static List<String> reaching() {
        return ComposeFile.text("../.dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
    }

    private List<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(dockerfile)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
