package io.cdcvault.schema.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.servers.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipe {@code exact}: its texts as the decision record describes them, and that no two keys share one. */
@TestInstance(Lifecycle.PER_CLASS)
class ExactIT {

    private static final HashRecipe MD5 = HashRecipe.named("exact", HashAlgorithm.MD5);
    private static final HashRecipe SHA256 = HashRecipe.named("exact", HashAlgorithm.SHA256);

    /** Case, blanks, separators, signs of NULL, what looks like a length, and characters of one to four bytes. */
    private static final List<@Nullable String> HOSTILE = Arrays.asList(
            null,
            "",
            " ",
            "  ",
            "\t",
            "x",
            "X",
            "x ",
            " x",
            "x|",
            "|",
            "||",
            "x||y",
            "y||z",
            "y",
            "z",
            "^^",
            " ^^",
            "-",
            "--",
            ":",
            "1:",
            "1:x",
            "0:",
            "0:-",
            "-1:x",
            "1:x1:x",
            "x1:y",
            "2",
            "2:xy",
            "null",
            "NULL",
            "ß",
            "SS",
            "ss",
            "É",
            "é",
            "e\u0301",
            "\u00a0",
            "Ж",
            "ж",
            "日本",
            "日",
            "本",
            "\uD834\uDD1E",
            "\uD834\uDD1E1",
            "'",
            "\\",
            "\"");

    private PostgresServer server;
    private Connection connection;
    private DSLContext dsl;

    @BeforeAll
    void connect() throws SQLException {
        server = PostgresServer.temporary();
        connection = server.connect();
        dsl = DSL.using(connection, SQLDialect.POSTGRES);
        SessionSettings.statements().forEach(dsl::execute);
    }

    @AfterAll
    void disconnect() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'Smith'::text;                                   5:Smith",
                "' a '::text;                                     '3: a '",
                "''::text;                                        0:",
                "'Größe'::text;                                   5:Größe",
                "U&'\\+01D11E'::text;                             1:\uD834\uDD1E",
                "-7::bigint;                                      2:-7",
                "1.50::numeric(10,2);                             4:1.50",
                "true;                                            4:true",
                "'ab'::char(5);                                   2:ab",
                "timestamptz '2024-01-31 10:00:00.5+02';          24:2024-01-31 08:00:00.5+00",
                "date '0044-03-15 BC';                            13:0044-03-15 BC",
                "interval '1 day -2 hours';                       15:1 day -02:00:00",
                "'\\xdead'::bytea;                                6:\\xdead",
                "0.1::float8 + 0.2::float8;                       19:0.30000000000000004",
                "'{1,NULL}'::int[];                               8:{1,NULL}",
            })
    void keyIsTheDigestOfItsLengthAndItsText(String value, String text) throws Exception {
        assertThat(hex(MD5.key(List.of(field(value))))).isEqualTo(digest("MD5", text));
        assertThat(hex(SHA256.key(List.of(field(value))))).isEqualTo(digest("SHA-256", text));
    }

    @Test
    void partsStandOneAfterTheOtherAndNullIsAHyphen() throws Exception {
        assertThat(hex(MD5.key(values("a||b", null, "", "c")))).isEqualTo(digest("MD5", "4:a||b-0:1:c"));
        assertThat(hex(MD5.key(values(null, "x")))).isEqualTo(digest("MD5", "-1:x"));
    }

    @Test
    void onlyAKeyThatIsAllNullHasNoHash() {
        assertThat(hex(MD5.key(values((String) null)))).isEqualTo("NULL");
        assertThat(hex(MD5.key(values(null, null)))).isEqualTo("NULL");
        assertThat(hex(SHA256.key(values(null, null, null)))).isEqualTo("NULL");
        assertThat(hex(MD5.key(values("")))).isNotEqualTo("NULL");
        assertThat(hex(MD5.key(values("", "")))).isNotEqualTo("NULL");
        assertThat(hex(MD5.key(values("-", "-")))).isNotEqualTo("NULL");
    }

    @Test
    void recipeKnowsWithoutTheServerWhichKeysHaveAHash() {
        for (String part : HOSTILE) {
            for (String other : HOSTILE) {
                List<@Nullable String> parts = Arrays.asList(part, other);
                assertThat(MD5.hasKey(parts)).as("%s", parts).isEqualTo(part != null || other != null);
                assertThat(MD5.mayCollide(parts)).isFalse();
            }
            assertThat(MD5.hasKey(Arrays.asList(part))).isEqualTo(part != null);
        }
    }

    @Test
    void attributesAreHashedInTheOrderOfTheirNamesAndNullCounts() throws Exception {
        Map<String, Field<?>> attributes = new LinkedHashMap<>();
        attributes.put("b", inline(""));
        attributes.put("a", inline(null, SQLDataType.CLOB));
        attributes.put("A", inline("x"));

        assertThat(hex(MD5.hashDiff(attributes))).isEqualTo(digest("MD5", "1:x-0:"));
        assertThat(hex(MD5.hashDiff(Map.of("only", field("null::text"))))).isEqualTo(digest("MD5", "-"));
    }

    /** More than an expression may nest, and more than a function takes arguments. */
    @Test
    void widestTableHasAHashDiff() throws Exception {
        Map<String, Field<?>> attributes = new LinkedHashMap<>();
        IntStream.range(0, 1_600).forEach(i -> attributes.put(String.format("c%04d", i), inline(i)));
        String text = IntStream.range(0, 1_600)
                .mapToObj(Integer::toString)
                .map(number -> number.length() + ":" + number)
                .collect(Collectors.joining());

        assertThat(hex(MD5.hashDiff(attributes))).isEqualTo(digest("MD5", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA256"})
    void hostileKeysHaveAHashEach(HashAlgorithm algorithm) {
        List<List<@Nullable String>> pairs = HOSTILE.stream()
                .flatMap(a -> HOSTILE.stream().map(b -> Arrays.asList(a, b)))
                .toList();

        assertThat(hashesOf(HashRecipe.named("exact", algorithm), pairs)).isEqualTo(pairs.size());
    }

    /** Parts of characters that the encoding itself uses, so short that most of them look like one another. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void differentKeysHaveDifferentHashes(long seed) {
        Random random = new Random(seed);
        Set<List<@Nullable String>> keys = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            keys.add(Arrays.asList(randomPart(random), randomPart(random), randomPart(random)));
        }

        assertThat(keys).hasSizeGreaterThan(2_000);
        assertThat(hashesOf(MD5, List.copyOf(keys))).isEqualTo(keys.size());
    }

    private static @Nullable String randomPart(Random random) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        List<String> letters = List.of("-", ":", "0", "1", "2", "a", "A", " ", "|", "\uD834\uDD1E");
        return Stream.generate(() -> letters.get(random.nextInt(letters.size())))
                .limit(random.nextInt(4))
                .collect(Collectors.joining());
    }

    /** How many hashes the keys have, all NULL being one. */
    private int hashesOf(HashRecipe recipe, List<List<@Nullable String>> keys) {
        int width = keys.get(0).size();
        List<Field<?>> parts = new ArrayList<>();
        for (int part = 1; part <= width; part++) {
            parts.add(field("parts ->> " + (part - 1), SQLDataType.CLOB));
        }
        String json = keys.stream().map(ExactIT::array).collect(Collectors.joining(",", "[", "]"));
        return dsl.select(DSL.countDistinct(DSL.coalesce(recipe.key(parts).cast(SQLDataType.CLOB), inline("none"))))
                .from("jsonb_array_elements({0}::jsonb) as each (parts)", inline(json))
                .fetchSingle()
                .value1();
    }

    private static String array(List<@Nullable String> key) {
        return key.stream()
                .map(part -> part == null
                        ? "null"
                        : '"' + part.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<Field<?>> values(@Nullable String... parts) {
        return Arrays.stream(parts)
                .<Field<?>>map(part -> inline(part, SQLDataType.CLOB))
                .toList();
    }

    private String hex(Field<?> hash) {
        Object value = dsl.select(hash).fetchSingle().value1();
        return value == null ? "NULL" : HexFormat.of().formatHex((byte[]) Objects.requireNonNull(value));
    }

    private static String digest(String algorithm, String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
