package io.cdcvault.schema.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;

import io.cdcvault.schema.model.HashAlgorithm;
import io.cdcvault.servers.postgres.PostgresServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors come from the dbt package itself: inputs a and b as SQL, and what it made of them. */
@TestInstance(Lifecycle.PER_CLASS)
class HashVectorsIT {

    private static final HashRecipe MD5 = HashRecipe.named("automate-dv", HashAlgorithm.MD5);
    private static final HashRecipe SHA256 = HashRecipe.named("automate-dv", HashAlgorithm.SHA256);

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
    @MethodSource("vectors")
    void keysEqualThePackagesKeys(Vector vector) {
        assertThat(hex(MD5.key(List.of(vector.a())))).isEqualTo(vector.of("adv_pk_a"));
        assertThat(hex(MD5.key(List.of(vector.a(), vector.b())))).isEqualTo(vector.of("adv_pk_ab"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void hashDiffsEqualThePackagesHashDiffs(Vector vector) {
        assertThat(hex(MD5.hashDiff(vector.attributes()))).isEqualTo(vector.of("adv_hd_ab"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sha256EqualsThePackagesWhereThePackageDoesNotFail(Vector vector) {
        String hash = hex(SHA256.hashDiff(vector.attributes()));
        if (vector.of("adv_sha_hd_ab").startsWith("ERR")) {
            assertThat(hash).hasSize(64);
        } else {
            assertThat(hash).isEqualTo(vector.of("adv_sha_hd_ab"));
        }
    }

    @Test
    void anOnlyAttributeThatIsNullHasAHashDiff() {
        String hash = hex(MD5.hashDiff(Map.of("only", field("null::text"))));
        assertThat(hash).isEqualTo(hex(field("decode(md5('^^'), 'hex')", byte[].class)));
    }

    private String hex(Field<?> hash) {
        Object value = dsl.select(hash).fetchSingle().value1();
        return value == null ? "NULL" : HexFormat.of().formatHex((byte[]) value);
    }

    static Stream<Vector> vectors() throws Exception {
        try (InputStream file = Objects.requireNonNull(HashVectorsIT.class.getResourceAsStream("vectors.tsv"))) {
            List<String[]> rows = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .toList();
            return rows.stream().skip(1).map(row -> new Vector(Arrays.asList(rows.get(0)), Arrays.asList(row)));
        }
    }

    record Vector(List<String> header, List<String> cells) {

        String of(String column) {
            return cells.get(header.indexOf(column));
        }

        Field<?> a() {
            return field(of("a"));
        }

        Field<?> b() {
            return field(of("b"));
        }

        /** Given the wrong way round: the recipe sorts. */
        Map<String, Field<?>> attributes() {
            Map<String, Field<?>> attributes = new LinkedHashMap<>();
            attributes.put("b", b());
            attributes.put("A", a());
            return attributes;
        }

        @Override
        public String toString() {
            return of("a") + ", " + of("b");
        }
    }
}
