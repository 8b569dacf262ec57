package io.cdcvault.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.stack.LocalStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Databases after well-known shapes, each captured by a service of its own with the model that {@code init} makes of
 * it: a shop and a system with ugly names through Kafka, a ticket tracker and a plant's sensors without.
 */
final class FourDatabases implements AutoCloseable {

    private static final int ROWS = 12;

    /** What {@code init} says of tables that it does not model; all others it does. */
    private static final Map<String, List<String>> LEFT_OUT = Map.of(
            "shop",
            List.of("shop.cart_cache is unlogged", "shop.open_orders is a view", "shop.visits has no key"),
            "tracker",
            List.of("public.issue_counts is a materialized view"),
            "sensors",
            List.of(
                    "plant.bookings has no usable key",
                    "plant.far_readings is a foreign table",
                    "plant.loose_logs has no key",
                    "plant.quotas has no usable key"),
            "erp",
            List.of(
                    "public.52顧客_sat_y has the column 'k', whose name stands in quotes",
                    "public.76null_i,j has the column 'k', whose name stands in quotes",
                    "public.two spellings has the column name in two spellings"));

    /** Schema moves that are made only when they are asked for. */
    private static final Set<String> ALSO = Arrays.stream(
                    System.getProperty("databases.also", "").split(","))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());

    private static final List<String> CHOSEN = List.of(
            System.getProperty("databases.only", "shop,tracker,sensors,erp").split(","));

    private final LocalStack stack = LocalStack.temporary();
    private final long seed;
    private final Random random;
    private final List<OwnDatabase> databases = new ArrayList<>();

    FourDatabases(long seed) throws SQLException, IOException {
        this.seed = seed;
        this.random = new Random(seed);
        System.out.println("Four databases, seed " + seed);
        for (String name : CHOSEN) {
            boolean isErp = name.equals("erp");
            List<String> ddl = isErp ? UglyErp.statements() : List.of(script(name));
            databases.add(new OwnDatabase(stack, name, ddl, isErp || name.equals("shop"), seed, ALSO));
        }
    }

    /** Makes the models, fills the tables and starts the services, and waits until the vaults are right. */
    void start() throws SQLException, InterruptedException, IOException {
        for (OwnDatabase database : databases) {
            database.init();
            List<String> expected = Objects.requireNonNull(LEFT_OUT.get(database.name));
            assertThat(database.leftOut())
                    .zipSatisfy(expected, (said, begin) -> assertThat(said).startsWith(begin));
            database.fill(ROWS);
            database.start();
        }
        requireRight();
        for (OwnDatabase database : databases) {
            database.requireWholeKeys();
        }
    }

    /** Changes of rows in each of them, with migrations in between. */
    void live(int changes, int migrations) throws SQLException {
        for (OwnDatabase database : databases) {
            database.live(changes, migrations);
        }
    }

    void killOne() {
        databases.get(random.nextInt(databases.size())).killAndStart();
    }

    void requireRight() throws SQLException {
        try {
            for (OwnDatabase database : databases) {
                database.requireRight();
            }
        } catch (AssertionError e) {
            throw new AssertionError("Seed " + seed + ", " + e.getMessage(), e);
        }
    }

    /** The exit codes of the services. */
    List<Integer> stop() throws InterruptedException {
        List<Integer> codes = new ArrayList<>();
        for (OwnDatabase database : databases) {
            codes.add(database.stop());
        }
        return codes;
    }

    private static String script(String name) throws IOException {
        try (InputStream sql = Objects.requireNonNull(
                FourDatabases.class.getResourceAsStream("/io/cdcvault/init/" + name + ".sql"), name)) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
