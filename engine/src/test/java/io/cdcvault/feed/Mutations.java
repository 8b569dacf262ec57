package io.cdcvault.feed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Turns records into what other programs may write in their place. The same seed gives the same. */
public final class Mutations {

    /** Of each fuzzer; more by choice, as in {@code -Dfuzz.cases=1000000}. */
    public static final int CASES = Integer.getInteger("fuzz.cases", 5_000);

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[{}]",
            "{\"a\":[]}",
            "{\"op\":\"c\"}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"756:\"",
            "\"c\"",
            "\"t\"",
            "NaN",
            "}",
            "{",
            "\"");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** Runs a case for each seed, and names the seed of the one that fails. */
    public static void forEachSeed(Consumer<Random> fuzzed) {
        for (int seed = 0; seed < CASES; seed++) {
            try {
                fuzzed.accept(new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Seed " + seed + ": " + e, e);
            }
        }
    }

    public byte[] mutated(byte[] record) {
        byte[] mutated = record;
        for (int i = 0, times = 1 + random.nextInt(3); i < times; i++) {
            mutated = once(mutated);
        }
        return mutated;
    }

    private byte[] once(byte[] record) {
        int at = random.nextInt(record.length + 1);
        int other = random.nextInt(record.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> spliced(record, Math.min(at, other), Math.max(at, other), new byte[0]);
            case 1 -> spliced(record, at, at, record);
            case 2 -> spliced(record, at, Math.min(record.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 3 -> spliced(record, at, record.length, new byte[0]);
            default -> valueReplaced(record);
        };
    }

    /** Some field's value becomes another, as likely a value of another type. */
    private byte[] valueReplaced(byte[] record) {
        String json = new String(record, StandardCharsets.ISO_8859_1);
        int colon = json.indexOf(':', random.nextInt(json.length() + 1));
        if (colon < 0) {
            return record;
        }
        int end = random.nextBoolean() ? json.indexOf(',', colon) : json.indexOf('}', colon);
        byte[] value = VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.ISO_8859_1);
        return spliced(record, colon + 1, end < 0 ? record.length : end, value);
    }

    private static byte[] spliced(byte[] record, int from, int to, byte[] between) {
        byte[] spliced = new byte[from + between.length + record.length - to];
        System.arraycopy(record, 0, spliced, 0, from);
        System.arraycopy(between, 0, spliced, from, between.length);
        System.arraycopy(record, to, spliced, from + between.length, record.length - to);
        return spliced;
    }
}
