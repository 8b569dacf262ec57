package io.cdcvault.road;

import static io.cdcvault.road.LivingTable.quoted;

import io.cdcvault.road.LivingTable.LivingColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** What migrations choose at random: columns, and names and types for new ones. */
final class SchemaNames {

    private static final int FIRST_YEAR = 2027;

    /** None in quotes: the connector takes them away. */
    private static final List<String> WORDS = List.of(
            "is_live",
            "load_dts",
            "hash_diff",
            "Größe",
            "цена",
            "a.b",
            "say \"hi\"",
            "order",
            "two words",
            "x_hk",
            "status",
            "a_name_that_is_as_long_as_postgresql_takes_it_for_a_column_or_so");

    private static final List<String> TYPES = List.of(
            "text",
            "integer",
            "varchar(30)",
            "numeric(12,2)",
            "boolean",
            "timestamptz",
            "jsonb",
            "text[]",
            "int4range",
            "bytea",
            "char(5)",
            "date");

    private final Random random;
    private final CatalogLife life;
    private int made;
    private int year = FIRST_YEAR;

    SchemaNames(Random random, CatalogLife life) {
        this.random = random;
        this.life = life;
    }

    /** A name that nothing had before. */
    String word() {
        return "n" + ++made + " " + WORDS.get(random.nextInt(WORDS.size() - 1));
    }

    /** For a column of a table; a former one's, sometimes. */
    String column(LivingTable table) {
        String word = WORDS.get(random.nextInt(WORDS.size()));
        String name = word.length() > 60 ? word.substring(0, 63 - 3) + made++ % 100 : word;
        return table.hasColumn(name) ? word() : name;
    }

    String type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    Optional<LivingColumn> one(LivingTable table, Predicate<LivingColumn> suitable) {
        List<LivingColumn> all = new ArrayList<>(table.columns());
        all.removeIf(suitable.negate());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    int nextYear() {
        return year++;
    }

    /** One that may be there, or may have been. */
    String partitionBefore(LivingTable table) {
        return partition(table, FIRST_YEAR + random.nextInt(Math.max(1, year - FIRST_YEAR)));
    }

    static String partition(LivingTable table, int year) {
        return quoted(table.name().schema()) + "." + quoted(table.name().table() + "_" + year);
    }

    /** An insert of a row that a partition may hold. */
    String rowOf(LivingTable table, String partition, String at) {
        return life.insert(table, partition, table.partitionedBy().orElseThrow(), at);
    }
}
