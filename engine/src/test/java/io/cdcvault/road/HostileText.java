package io.cdcvault.road;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Texts that programs take for something else. */
final class HostileText {

    private static final List<@Nullable String> ALL = Arrays.asList(
            null,
            "",
            " ",
            "NULL",
            "\\N",
            "\\.",
            "||",
            "^^",
            "a||^^||b",
            "it's \"quoted\"",
            "back\\slash \\n \\\\",
            "two\nlines\r\nand a\ttab",
            "{\"json\": [1, null]}",
            "Case",
            "case",
            "case ",
            "Ελληνικά, русский, 中文, עברית, \uD83D\uDE80",
            "e\u0301 is not \u00e9",
            "\u0001\u001f\u007f\u2028",
            "$1 ? %s ${x} -- ;");

    private HostileText() {}

    static @Nullable String any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }
}
