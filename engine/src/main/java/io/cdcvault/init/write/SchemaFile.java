package io.cdcvault.init.write;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where an editor finds the JSON Schema of models. */
final class SchemaFile {

    private static final String NAME = "docs/schema/model.schema.json";

    /** Where the installation page unpacks an archive. */
    private static final String ARCHIVE = "/opt/cdc-vault/" + NAME;

    private SchemaFile() {}

    /** The one that was installed beside the running program; without any, where an archive has it. */
    static String path() {
        // `java -jar` makes the jar the whole class path.
        return besides(
                Path.of(System.getProperty("java.class.path", "").split(System.getProperty("path.separator"))[0]));
    }

    /** @param jar of the program, by its path as it was called: an upgrade moves the link in it, not the path */
    static String besides(Path jar) {
        Path schema = jar.toAbsolutePath().resolveSibling(NAME);
        return Files.exists(schema) ? schema.toString() : ARCHIVE;
    }
}
