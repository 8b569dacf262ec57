package io.cdcvault.schema.model;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Names that are made of other names. PostgreSQL cuts a name at 63 bytes without an error, so two long ones could
 * become the same; these keep their beginning and end with a checksum of the whole instead.
 */
public final class FittingName {

    private static final int LONGEST = 63;
    private static final int KEPT = 48;
    private static final int ENDING_OF_CHECKSUM = 9;

    private FittingName() {}

    /** The name itself if it fits. */
    public static String of(String name) {
        return of(name, "");
    }

    /**
     * The name with its ending if both fit.
     *
     * @param ending at most six bytes; it always stays
     */
    public static String of(String name, String ending) {
        String whole = name + ending;
        return bytes(whole).length <= LONGEST ? whole : beginning(whole) + "_" + checksum(whole) + ending;
    }

    /**
     * The name itself if it is no longer than wanted, else its beginning and a checksum.
     *
     * @param longest in bytes, for a name that others are made of; at least 16
     */
    public static String within(int longest, String name) {
        return bytes(name).length <= longest
                ? name
                : beginning(name, longest - ENDING_OF_CHECKSUM) + "_" + checksum(name);
    }

    /** A name that only this one is made into, and that holds no {@code #}. */
    public static String withoutHash(String name) {
        return name.indexOf('#') < 0 ? name : beginning(name.replace('#', '_')) + "_" + checksum(name);
    }

    private static String beginning(String name) {
        return beginning(name, KEPT);
    }

    private static String beginning(String name, int longest) {
        int[] letters = name.codePoints().toArray();
        int kept = letters.length;
        while (bytes(new String(letters, 0, kept)).length > longest) {
            kept--;
        }
        return new String(letters, 0, kept);
    }

    private static String checksum(String name) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes(name));
        return Long.toHexString(checksum.getValue());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
