package io.cdcvault.local.command;

import io.cdcvault.local.stack.StackDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which master a command writes to. */
final class MasterOptions {

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            defaultValue = ".local-stack",
            description = "The directory of the stack whose master it is (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".local-stack");

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:MASTER_URL}",
            description =
                    "Another master that has the airline's tables: its JDBC URL with the user; the password is what"
                            + " the environment variable MASTER_PASSWORD says (default: MASTER_URL in the environment).")
    private @Nullable String url;

    MasterConnection master() {
        String password = System.getenv("MASTER_PASSWORD");
        return url == null
                ? MasterConnection.ofStack(new StackDirectory(directory))
                : MasterConnection.to(url, password == null ? "" : password);
    }
}
