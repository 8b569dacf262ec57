package io.cdcvault.schema.ddl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** What an index is called: within PostgreSQL's 63 bytes, and still different for different columns. */
final class IndexName {

    private static final int LONGEST = 63;
    private static final int KEPT = 48;

    private IndexName() {}

    static String of(String table, List<String> columns) {
        String name = table + "_" + String.join("_", columns) + "_idx";
        return bytes(name) <= LONGEST ? name : shortened(name);
    }

    private static String shortened(String name) {
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        int[] letters = name.codePoints().toArray();
        int kept = letters.length;
        while (bytes(new String(letters, 0, kept)) > KEPT) {
            kept--;
        }
        return new String(letters, 0, kept) + "_" + Long.toHexString(checksum.getValue()) + "_idx";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
