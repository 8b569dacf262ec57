package io.cdcvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package, installed with dpkg below an empty root, as any user. The package is built, and these run,
 * wherever dpkg is: elsewhere there is nothing to install it with.
 */
@EnabledIf("dpkgIsHere")
final class DebianPackageIT {

    private static final String PACKAGE = ReleaseTree.debianPackage().toString();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    static boolean dpkgIsHere() {
        return Files.isExecutable(Path.of("/usr/bin/dpkg"));
    }

    @Test
    void installedCommandRunsAndTheServicesUserReadsTheConfiguration() throws Exception {
        DpkgRoot root = DpkgRoot.in(folder);

        root.dpkg("--install", PACKAGE);

        EndedProgram version =
                EndedProgram.run(List.of(folder.resolve("usr/bin/cdc-vault").toString(), "--version"));
        assertThat(version.output()).startsWith("cdc-vault " + ReleaseTree.version());
        assertThat(root.names("passwd")).containsExactly("cdc-vault");
        assertThat(root.names("group")).containsExactly("cdc-vault");
        assertThat(permissions("etc/cdc-vault")).isEqualTo("rwxr-x---");
        assertThat(permissions("etc/cdc-vault/cdc-vault.yaml")).isEqualTo("rw-r-----");
        assertThat(Files.readString(folder.resolve("usr/lib/systemd/system/cdc-vault.service")))
                .contains("ExecStart=/usr/bin/cdc-vault run")
                .contains("CDC_VAULT_CONFIG=/etc/cdc-vault/cdc-vault.yaml")
                .doesNotContain("/opt/");
    }

    @Test
    void completionsManualsLicenceAndPagesAreWhereDebianLooksForThem() throws Exception {
        DpkgRoot.in(folder).dpkg("--install", PACKAGE);

        assertThat(folder.resolve("usr/share/bash-completion/completions/cdc-vault"))
                .content()
                .contains("complete ");
        assertThat(folder.resolve("usr/share/fish/vendor_completions.d/cdc-vault.fish"))
                .content()
                .contains("complete ");
        Path docs = folder.resolve("usr/share/doc/cdc-vault");
        assertThat(docs.resolve("copyright")).content().contains("Apache-2.0");
        assertThat(docs.resolve("changelog.gz")).isNotEmptyFile();
        assertThat(DocsLinks.broken(docs)).isEmpty();
    }

    /** An editor that cannot read the schema of the first line checks nothing, and says so at each file. */
    @Test
    void schemasThatFirstLinesNameAreInstalled() throws Exception {
        DpkgRoot.in(folder).dpkg("--install", PACKAGE);

        assertThat(schema(folder.resolve("etc/cdc-vault/cdc-vault.yaml")))
                .isEqualTo("/usr/share/cdc-vault/docs/schema/cdc-vault.schema.json");
        assertThat(folder.resolve("usr/share/cdc-vault/docs/schema/cdc-vault.schema.json"))
                .isNotEmptyFile();
        assertThat(folder.resolve("usr/share/cdc-vault/docs/schema/model.schema.json"))
                .isNotEmptyFile();
    }

    private static String schema(Path file) throws IOException {
        return Files.readAllLines(file).get(0).replaceFirst("# yaml-language-server: \\$schema=", "");
    }

    @Test
    void removingKeepsTheConfigurationAndPurgingLeavesNothingBehind() throws Exception {
        DpkgRoot root = DpkgRoot.in(folder);
        root.dpkg("--install", PACKAGE);
        Path enabled = folder.resolve("etc/systemd/system/multi-user.target.wants/cdc-vault.service");
        Files.createDirectories(enabled.getParent());
        Files.createSymbolicLink(enabled, Path.of("/usr/lib/systemd/system/cdc-vault.service"));
        List<String> others =
                List.of("etc/systemd", "etc/systemd/system", "etc/systemd/system/multi-user.target.wants");

        root.dpkg("--remove", "cdc-vault");

        assertThat(root.files())
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of("etc/cdc-vault", "etc/cdc-vault/cdc-vault.yaml"), others.stream())
                                .toList());

        root.dpkg("--purge", "cdc-vault");

        assertThat(root.files()).isEqualTo(others);
        assertThat(root.names("passwd")).isEmpty();
        assertThat(root.names("group")).isEmpty();
    }

    /** A user that is made later could get the same number, and read them. */
    @Test
    void secretsOfAnAdministratorOutliveAPurgeWithTheUserThatMayReadThem() throws Exception {
        DpkgRoot root = DpkgRoot.in(folder);
        root.dpkg("--install", PACKAGE);
        Files.writeString(folder.resolve("etc/cdc-vault/source.password"), "secret");

        root.dpkg("--purge", "cdc-vault");

        assertThat(root.files()).containsExactly("etc/cdc-vault", "etc/cdc-vault/source.password");
        assertThat(root.names("passwd")).containsExactly("cdc-vault");
    }

    @Test
    void configurationThatWasFilledInAndSharedOutlivesAnUpgrade() throws Exception {
        DpkgRoot root = DpkgRoot.in(folder);
        root.dpkg("--install", PACKAGE);
        Path configuration = folder.resolve("etc/cdc-vault/cdc-vault.yaml");
        Files.writeString(configuration, "filled in");
        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-rw----"));

        root.dpkg("--install", PACKAGE);

        assertThat(configuration).hasContent("filled in");
        assertThat(permissions("etc/cdc-vault/cdc-vault.yaml")).isEqualTo("rw-rw----");
    }

    /** As far as one package shows it: what differs between two builds of one commit is owners and times. */
    @Test
    void everyFileIsRootsAndOfOneTime() throws Exception {
        List<String> lines = output("dpkg-deb", "--contents", PACKAGE).lines().toList();

        assertThat(lines).hasSizeGreaterThan(100).allMatch(line -> line.contains(" root/root "));
        assertThat(lines.stream().map(line -> line.replaceFirst(".* (\\S+ \\S+) \\./.*", "$1")))
                .containsOnly("2026-01-01 00:00");
    }

    @Test
    void itNamesItsVersionItsConfigurationAndAJavaThatIsNewEnough() throws Exception {
        assertThat(output("dpkg-deb", "--field", PACKAGE, "Version").strip()).isEqualTo(ReleaseTree.version());
        assertThat(output("dpkg-deb", "--field", PACKAGE, "Depends")).contains("java17-runtime-headless");
        assertThat(output("dpkg-deb", "--info", PACKAGE, "conffiles").strip())
                .isEqualTo("/etc/cdc-vault/cdc-vault.yaml");
    }

    @Test
    void itsScriptsAreReadByAPlainShell() throws Exception {
        Path control = Path.of("..", "release", "debian", "control");
        for (String script : List.of("postinst", "prerm", "postrm")) {
            assertThat(output("sh", "-n", control.resolve(script).toString())).isEmpty();
        }
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    private static String output(String... command) throws Exception {
        EndedProgram done = EndedProgram.run(List.of(command), Map.of("TZ", "UTC"));
        assertThat(done.exitCode()).as(done.output()).isZero();
        return done.output();
    }
}
