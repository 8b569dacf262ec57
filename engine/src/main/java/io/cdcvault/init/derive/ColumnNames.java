package io.cdcvault.init.derive;

import io.cdcvault.schema.model.FittingName;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Gives the columns of one vault table names: the source's own as long as the vault and the language allow it. */
final class ColumnNames {

    private static final int LONGEST = 63;
    private static final int ROOM = 6;
    private static final int MOST = 10_000;

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_]([\\p{L}\\p{N}_ ]*[\\p{L}\\p{N}_])?");

    private final Set<String> taken = new HashSet<>();
    private final String entity;

    /**
     * Names for the columns of one table.
     *
     * @param entity what stands in front of a name that gives way
     * @param own names of the vault's own columns
     */
    ColumnNames(String entity, Collection<String> own) {
        this.entity = entity;
        own.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    }

    String of(String column) {
        String plain = isPlain(column) ? column : FittingName.within(LONGEST, Spelling.snake(column));
        String prefixed = entity + "_" + Spelling.snake(column);
        String shorter = FittingName.within(LONGEST - ROOM, prefixed);
        return Stream.concat(
                        Stream.of(plain, FittingName.within(LONGEST, prefixed)),
                        IntStream.range(2, MOST).mapToObj(number -> shorter + "_" + number))
                .filter(name -> taken.add(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No name is left for a column of " + entity));
    }

    private static boolean isPlain(String column) {
        return PLAIN.matcher(column).matches() && column.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }
}
