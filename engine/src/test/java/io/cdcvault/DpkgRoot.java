package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An empty root for dpkg, which needs no privilege there: maintainer scripts run outside, with {@code DPKG_ROOT}. */
record DpkgRoot(Path path) {

    private static final List<String> ITS_OWN = List.of("var", "dpkg.log", "etc/passwd", "etc/group", "etc/shadow");

    static DpkgRoot in(Path path) throws IOException {
        for (String folder : List.of("var/lib/dpkg/info", "var/lib/dpkg/updates", "etc")) {
            Files.createDirectories(path.resolve(folder));
        }
        for (String file : List.of("var/lib/dpkg/status", "etc/passwd", "etc/group")) {
            Files.createFile(path.resolve(file));
        }
        return new DpkgRoot(path);
    }

    void dpkg(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "dpkg",
                "--root=" + path,
                "--log=" + path.resolve("dpkg.log"),
                "--force-not-root",
                "--force-script-chrootless",
                "--force-bad-path",
                // Java is there, though not in the root's list of packages.
                "--force-depends"));
        command.addAll(List.of(arguments));
        EndedProgram done = EndedProgram.run(command, Map.of("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin"));
        assertThat(done.exitCode()).as(done.output()).isZero();
    }

    /** All that is there and is neither dpkg's nor a list of users. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.map(file -> path.relativize(file).toString())
                    .filter(name -> !name.isEmpty()
                            && !name.equals("etc")
                            && ITS_OWN.stream().noneMatch(name::startsWith))
                    .sorted()
                    .toList();
        }
    }

    /** Names in {@code /etc/passwd} or {@code /etc/group}. */
    List<String> names(String list) throws IOException {
        return Files.readAllLines(path.resolve("etc").resolve(list)).stream()
                .map(line -> line.replaceFirst(":.*", ""))
                .toList();
    }
}
